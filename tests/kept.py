"""Rows that many tests of a file begin with: made once, taken back after the file, and the same for every test."""

from copy import deepcopy

import pytest
from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from catalogue import snapshot


def kept(build):
    """A fixture for ``build``'s records, made once for a file. A test gets copies of them: ``fresh(made)``.

    What a test writes is rolled back to here, as always; what it does to its copies dies with them.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic(), override(settings.LANGUAGE_CODE):
            yield build()
            transaction.set_rollback(True)
        snapshot.forget()

    return made


def fresh(made):
    return deepcopy(made)
