"""A new key takes over without a moment in which something cannot be read or is lost."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from fields import rotation
from fields.encrypted import WrongKey, decrypt, encrypt
from organisations.models import Canary
from outbox.models import Message
from tests import factories as make

from .test_encrypted import ADDRESS, again, promise, put, raw


def new_key():
    return Fernet.generate_key().decode()


def column(name="address"):
    return next(one for one in rotation.columns() if str(one) == f"outbox.Message.{name}")


def said(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_every_value_moves_to_the_first_key_and_the_old_one_opens_nothing_more(settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    (old,) = settings.FIELD_KEYS
    rows = [promise(key) for key in "abcde"]
    new = new_key()
    settings.FIELD_KEYS = [new, old]
    assert [again(row).address for row in rows] == [ADDRESS] * 5
    promise("f")  # meanwhile: under the new key
    assert rotation.state(column()) == {"first": 1, "older": 5, "unreadable": 0}
    assert rotation.rotate(column()) == {"moved": 5, "current": 1, "unreadable": 0}
    assert rotation.rotate(column()) == {"moved": 0, "current": 6, "unreadable": 0}
    rotation.rotate(column("words"))
    settings.FIELD_KEYS = [new]
    assert [again(row).address for row in rows] == [ADDRESS] * 5
    settings.FIELD_KEYS = [old]
    with pytest.raises(WrongKey):
        again(rows[0])


@pytest.mark.django_db
def test_a_row_that_was_changed_meanwhile_keeps_the_change(settings):
    row = promise()
    read = raw(row)
    row.address = "new@example.org"
    row.save()
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    assert not column().renew(row.pk, read)
    assert again(row).address == "new@example.org"


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_is_counted_and_left(settings):
    good, moved, lost = promise("a"), promise("b"), promise("c")
    put(moved, raw(good))
    put(lost, "f1:nonsense")
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    assert rotation.rotate(column()) == {"moved": 1, "current": 0, "unreadable": 2}
    assert raw(lost) == "f1:nonsense"


@pytest.mark.django_db
def test_texts_inside_a_json_column_move_too(settings):
    data = {"secret": encrypt("JBSWY3DP"), "used": 1, "more": [{"seed": encrypt("x")}, "plain"], "none": None}
    row = Authenticator.objects.create(user=make.user(), type=Authenticator.Type.TOTP, data=data)
    json = rotation.JsonColumn(Authenticator, Authenticator._meta.get_field("data"))
    old = list(settings.FIELD_KEYS)
    settings.FIELD_KEYS = [new_key(), *old]
    assert rotation.state(json) == {"first": 0, "older": 1, "unreadable": 0}
    assert rotation.rotate(json) == {"moved": 1, "current": 0, "unreadable": 0}
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    row.refresh_from_db()
    assert decrypt(row.data["secret"]) == "JBSWY3DP"
    assert decrypt(row.data["more"][0]["seed"]) == "x"
    assert (row.data["used"], row.data["more"][1], row.data["none"]) == (1, "plain", None)
    settings.FIELD_KEYS = old
    assert rotation.state(json)["unreadable"] == 1


@pytest.mark.django_db
def test_second_factors_are_among_what_is_rotated():
    assert "mfa.Authenticator.data" in [str(one) for one in rotation.columns()]


@pytest.mark.django_db
def test_the_command_only_counts_unless_told_to_write(settings):
    row = promise()
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    before = raw(row)
    assert "outbox.Message.address: first 0, older 1, unreadable 0" in said("rotate_fields")
    assert raw(row) == before
    assert "Run rotate_fields" in said("check_keys")
    assert "outbox.Message.address: moved 1, current 0, unreadable 0" in said("rotate_fields", "--commit")
    assert "may be dropped" in said("check_keys")


@pytest.mark.django_db
def test_the_canary_moves_last_and_not_at_all_past_a_value_that_cannot_be_read(settings):
    lines = said("rotate_fields", "--commit").splitlines()
    assert lines[-1].startswith("organisations.Canary.song")
    put(promise(), "f1:nonsense")
    (old,) = settings.FIELD_KEYS
    settings.FIELD_KEYS = [new_key(), old]
    with pytest.raises(CommandError, match=r"outbox.Message.address: 1 cannot be read"):
        said("rotate_fields", "--commit")
    with pytest.raises(CommandError, match=r"outbox.Message.address: 1 cannot be read"):
        said("check_keys")
    settings.FIELD_KEYS = [old]  # whoever dropped the old key too early would not start
    assert Canary.objects.fault() == ""


@pytest.mark.django_db
def test_rotation_does_not_begin_with_keys_that_are_not_the_databases(settings):
    promise()
    settings.FIELD_KEYS = [new_key()]
    with pytest.raises(CommandError, match="FIELD_KEYS do not open"):
        call_command("rotate_fields", "--commit", skip_checks=False)
    assert Message.objects.count() == 1
