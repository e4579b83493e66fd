"""A nurse signed in, and the scene around her."""

import pytest

from tests.kept import fresh, kept
from tests.referrals import scene as scenes
from tests.signing import enter

scene = kept(scenes.scene)


@pytest.fixture
def made(scene, db):
    return fresh(scene)


@pytest.fixture
def nurse(client, made):
    enter(client, made.nurse)
    return client
