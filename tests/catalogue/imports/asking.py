"""Fixtures of tests that ask: a register on this machine, a client that does not wait, no line outside.

A test module takes those it needs: ``registry = asking.registry``.
"""

import pytest
import urllib3

from catalogue.imports.fetching import Client
from tests.registry import Registry

HOST = "registry.example.fi"


@pytest.fixture
def registry(settings):
    settings.HYTE_IMPORT_HOSTS = [HOST]
    with Registry() as registry:
        settings.HYTE_IMPORT_TEST_ORIGINS = [registry.origin]
        yield registry


@pytest.fixture
def waits():
    """How long the client waited between its attempts."""
    return []


@pytest.fixture
def client(waits):
    with Client(pause=waits.append, timeout=(30, 30), max_bytes=1_000_000, deadline=60) as client:
        yield client


@pytest.fixture
def no_line(monkeypatch):
    """No connection may be made; whoever tries is listed."""
    tried = []

    def refuse(address, *arguments, **options):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(urllib3.util.connection, "create_connection", refuse)
    return tried
