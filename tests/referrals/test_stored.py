"""What a referral stores in clear, field by field, is what docs/referrals-data.md says; and what a dump of it tells."""

import re

import pytest
from django.apps import apps
from django.db import connection

from fields.encrypted import EncryptedText, WrongKey
from referrals import erasing, tracing
from referrals.models import Asked, Assignment, Client, Outcome, Referral
from tests.referrals.scene import scene
from tests.referrals.whole import EVERY, SECRETS, whole
from tests.sources import ROOT

PAGE = ROOT / "docs" / "referrals-data.md"
ROW = re.compile(r"^\| `(\w+)\.(\w+)` \| (encrypted|digest|clear) \|", re.MULTILINE)
DIGESTS = {"referrals_trace.digest", "referrals_link.token", "referrals_link.code", "referrals_link.sitting",
           "referrals_consent.text_hash"}  # fmt: skip
MODELS = [Referral, Assignment, Outcome, *erasing.OF_REFERRAL, *erasing.OF_ASSIGNMENT]


def stored():
    """``{table.column: how it stands}``"""
    found = {}
    for model in MODELS:
        for field in model._meta.local_fields:
            name = f"{model._meta.db_table}.{field.column}"
            kind = (
                "encrypted" if isinstance(field, EncryptedText) else "digest" if name in DIGESTS else "clear"
            )
            found[name] = kind
    return found


@pytest.mark.once
def test_the_page_says_of_every_column_how_it_stands():
    told = {f"{table}.{column}": kind for table, column, kind in ROW.findall(PAGE.read_text())}
    assert told == stored()


@pytest.mark.once
def test_nothing_a_client_or_a_professional_writes_in_words_stands_in_clear():
    """Long or free texts of these tables are encrypted; clear columns are keys, codes from lists, numbers and times."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if not isinstance(field, EncryptedText)
        and field.get_internal_type() in {"TextField", "CharField"}
        and not field.choices
        and f"{model._meta.db_table}.{field.column}" not in DIGESTS
    ]
    known = {
        "Referral.number", "Assignment.resumes_to", "Assignment.reason", "Event.actor_label", "Event.move",
        "Event.from_state", "Event.to_state", "Event.reason", "Link.channel", "Consent.basis",
        "Consent.text_version", "Consent.language", "Client.language", "Trace.number",
    }  # fmt: skip
    assert {name.removeprefix("referrals.") for name in wrong} <= known


@pytest.mark.once
def test_no_history_is_kept_of_what_is_a_clients():
    """A copy of each old value would outlive the erasure."""
    kept = {model.__name__ for model in apps.get_models() if model.__name__.startswith("Historical")}
    assert not kept & {f"Historical{model.__name__}" for model in MODELS}


def raw():
    """Everything that the database holds, as text; on SQLite also the bytes of its file in memory."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row))


@pytest.mark.django_db
def test_no_table_holds_the_text_of_anything_that_is_encrypted():
    one = whole(scene())
    tracing.renew(one.referral)
    found = {(table, text) for table, line in raw() for text in EVERY if text in line}
    assert found == set()
    assert any(str(one.referral_id) in line or one.referral_id.hex in line for _table, line in raw())


@pytest.mark.django_db
def test_a_value_moved_to_another_clients_row_is_not_read():
    made = scene()
    first, second = whole(made), whole(made, name="Toinen Esimerkki")
    table = Client._meta.db_table
    with connection.cursor() as cursor:
        key = first.referral_id if connection.vendor == "postgresql" else first.referral_id.hex
        other = second.referral_id if connection.vendor == "postgresql" else second.referral_id.hex
        cursor.execute(
            f"UPDATE {table} SET name = (SELECT name FROM {table} WHERE referral_id = %s) WHERE referral_id = %s",
            [key, other],
        )
    assert Client.objects.get(pk=first.referral_id).name == SECRETS["name"]
    with pytest.raises(WrongKey):
        _read = Client.objects.get(pk=second.referral_id).name


def test_the_models_named_here_are_all_there_is_of_a_client():
    reached = {field.related_model for root in (Referral, Assignment) for field in root._meta.related_objects}
    assert reached <= {*MODELS, Asked}
