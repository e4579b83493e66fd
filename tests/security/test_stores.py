"""What holds persons, and what must not: tables behind the second wall, no files, nothing of sign-in in the admin."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.cache import caches
from django.db import connection, models

from fields.encrypted import EncryptedText
from organisations import row_security


@pytest.mark.once
def test_the_portal_keeps_no_files():
    kept = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.FileField)
    ]
    assert kept == []


# ------------------------------------------------------------ what holds persons
# Encrypted columns outside the second wall, each with its reason.
UNPROTECTED = {
    "organisations_canary": "proves the keys, holds nothing of anybody",
    "outbox_message": "written and found by its key whoever acts; its address and words are gone once it was sent",
    "outbox_line": "as outbox_message",
    "outbox_practicemessage": "what a demonstration sends to itself; nobody's real address is there",
}


@pytest.mark.once
def test_tables_with_encrypted_columns_stand_behind_the_second_wall():
    encrypted = {
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(field, EncryptedText) for field in model._meta.fields)
    }
    assert encrypted - row_security.protected_tables() <= set(UNPROTECTED)
    assert "audit_entry" in row_security.protected_tables()


@pytest.mark.postgres
@pytest.mark.django_db
def test_row_security_is_forced_on_every_protected_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert row_security.protected_tables() <= {name for (name,) in cursor.fetchall()}


@pytest.mark.once
def test_what_proves_who_somebody_is_is_not_in_the_admin():
    kept = {f"{model._meta.app_label}.{model._meta.model_name}" for model in admin.site._registry}
    apart = {"auth", "account", "mfa", "usersessions", "audit", "outbox", "referrals", "sessions"}
    content = {
        f"referrals.{name}" for name in ("kind", "choice", "question", "team", "agreement")
    }  # of nobody
    assert {name for name in kept - content if name.split(".")[0] in apart} == set()
    assert "organisations.user" not in kept and "organisations.membership" not in kept


@pytest.mark.once
def test_searches_are_never_counted_in_the_database():
    assert "db" not in type(caches["throttle"]).__module__
