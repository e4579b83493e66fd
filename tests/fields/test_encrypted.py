"""An encrypted column keeps its text from whoever reads the database, and from whoever moves it there."""

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.db import models, transaction
from django.db.models import F, TextField
from django.db.models.expressions import ExpressionWrapper
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from fields.encrypted import EncryptedText, Sealed, WrongKey, decrypt, encrypt
from fields.sealing import blind_index, seal, unseal
from outbox.models import Message

ADDRESS = "eeva.esimerkki@example.org"


def promise(key="a", address=ADDRESS, **over):
    return Message.objects.create(key=key, kind="test", language="fi", address=address, **over)


def raw(row, column="address"):
    """What stands in the column."""
    rows = Message.objects.annotate(raw=ExpressionWrapper(F(column), output_field=TextField()))
    return rows.values_list("raw", flat=True).get(pk=row.pk)


def put(row, token, column="address"):
    """As somebody does who writes to the database past the portal."""
    Message.objects.filter(pk=row.pk).update(**{column: Sealed(token)})


def again(row):
    return Message.objects.get(pk=row.pk)


# ------------------------------------------------------------ what is kept
@pytest.mark.django_db
def test_the_column_holds_a_token_and_the_object_the_text():
    row = promise()
    assert raw(row).startswith("f1:gAAAA")
    assert "eeva" not in raw(row)
    assert again(row).address == row.address == ADDRESS


@pytest.mark.django_db
def test_equal_texts_stand_differently():
    assert raw(promise("a")) != raw(promise("b"))


@given(st.text(), st.text())
def test_any_text_comes_back_as_it_was(text, place):
    assert decrypt(encrypt(text)) == text
    assert unseal(seal(text, place)) == (place, text)


@pytest.mark.django_db
def test_a_value_is_read_when_it_is_asked_for_alone_or_anew():
    row = promise()
    assert Message.objects.only("address").get(pk=row.pk).address == ADDRESS
    assert Message.objects.defer("address").get(pk=row.pk).address == ADDRESS
    row.address = "other"
    row.refresh_from_db()
    assert row.address == ADDRESS


@pytest.mark.django_db
def test_a_row_saved_unread_or_in_part_keeps_its_text():
    row = again(promise())
    row.save()
    row.kind = "other"
    row.save(update_fields=["kind"])
    assert again(row).address == ADDRESS


@pytest.mark.django_db
def test_rows_made_together_are_each_tied_to_their_own():
    made = [Message(key=key, kind="test", language="fi", address=f"{key}@example.org") for key in "ab"]
    Message.objects.bulk_create(made)
    assert {row.key: row.address for row in Message.objects.all()} == {
        "a": "a@example.org",
        "b": "b@example.org",
    }


# ------------------------------------------------------------ what is refused
@pytest.mark.django_db
def test_a_wrong_key_reads_nothing(settings):
    row = promise()
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(WrongKey):
        again(row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [lambda token: ADDRESS, lambda token: token[:-4] + "AAA=", lambda token: "f1:"]
)
def test_a_changed_or_unencrypted_row_is_not_read(change):
    row = promise()
    put(row, change(raw(row)))
    with pytest.raises(WrongKey):
        again(row)


@pytest.mark.django_db
def test_a_value_that_was_sealed_for_no_row_is_not_read():
    row = promise()
    put(row, encrypt(ADDRESS))
    with pytest.raises(WrongKey):
        again(row)


@pytest.mark.django_db
def test_two_rows_whose_values_were_swapped_are_not_read():
    mine, other = promise("a"), promise("b", "oskari@example.org")
    tokens = raw(mine), raw(other)
    put(mine, tokens[1])
    put(other, tokens[0])
    for row in (mine, other):
        with pytest.raises(WrongKey, match="another row"):
            _ = again(row).address


@pytest.mark.django_db
def test_a_value_moved_to_another_column_is_not_read():
    row = promise(words='{"a": 1}')
    put(row, raw(row, "words"), "address")
    with pytest.raises(WrongKey, match="another row or column"):
        _ = again(row).address


@pytest.mark.django_db
def test_a_moved_value_is_not_made_ones_own_by_saving():
    mine, other = promise("a"), promise("b")
    put(mine, raw(other))
    with pytest.raises(WrongKey):
        again(mine).save()


@pytest.mark.parametrize(
    "lookup",
    ["exact", "iexact", "in", "contains", "icontains", "startswith", "gt", "regex", "range", "length"],
)
def test_ciphertext_is_never_searched(lookup):
    with pytest.raises(TypeError, match="encrypted"):
        Message.objects.filter(**{f"address__{lookup}": ADDRESS})


def test_ciphertext_is_never_compared():
    with pytest.raises(TypeError, match="encrypted"):
        Message.objects.filter(address=ADDRESS)
    with pytest.raises(TypeError, match="encrypted"):
        Message.objects.exclude(address=None)


@pytest.mark.django_db
def test_whether_there_is_a_value_may_be_asked():
    promise()
    assert Message.objects.filter(address__isnull=False).count() == 1


@pytest.mark.django_db
def test_an_update_takes_only_what_was_sealed_for_its_row():
    row = promise()
    with pytest.raises(TypeError, match="saving"), transaction.atomic():
        Message.objects.update(address="other@example.org")
    row.address = "other@example.org"
    with pytest.raises(TypeError, match="saving"), transaction.atomic():
        Message.objects.bulk_update([row], ["address"])
    row.address = F("words")
    with pytest.raises(TypeError, match="expression"), transaction.atomic():
        row.save()
    field = Message._meta.get_field("address")
    Message.objects.filter(pk=row.pk).update(address=field.seal(row.pk, "third@example.org"))
    assert again(row).address == "third@example.org"


@pytest.mark.django_db
def test_a_value_without_its_object_shows_nothing():
    promise()
    (value,) = Message.objects.values_list("address", flat=True)
    assert "eeva" not in f"{value} {value!r}"


@pytest.mark.django_db
def test_no_dump_holds_the_text():
    with pytest.raises(TypeError, match="clear text"):
        serializers.serialize("json", [promise()])


@pytest.mark.parametrize(
    "change", [lambda token: "x", lambda token: token[:-4] + "AAA=", lambda token: "f1:"]
)
def test_a_secret_kept_elsewhere_is_not_read_when_it_was_changed(change, settings):
    token = encrypt("JBSWY3DP")
    assert decrypt(token) == "JBSWY3DP"
    with pytest.raises(WrongKey):
        decrypt(change(token))
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(WrongKey):
        decrypt(token)


# ------------------------------------------------------------ how it is used
@isolate_apps("outbox")
def test_a_column_without_its_own_row_number_or_with_an_index_is_a_fault():
    class Counted(models.Model):
        text = EncryptedText()

        class Meta:
            app_label = "outbox"

    class Unique(models.Model):
        id = models.UUIDField(primary_key=True)
        text = EncryptedText(unique=True)
        other = EncryptedText(db_index=True)
        good = EncryptedText(null=True)

        class Meta:
            app_label = "outbox"

    def faults(model):
        return [
            one.id for field in model._meta.local_fields for one in field.check() if "fields.E00" in one.id
        ]

    assert faults(Counted) == ["fields.E002"]
    assert faults(Unique) == ["fields.E001", "fields.E001"]


@isolate_apps("outbox")
def test_a_renamed_column_keeps_the_place_of_its_values():
    class Renamed(models.Model):
        id = models.UUIDField(primary_key=True)
        post = EncryptedText(bound_as="outbox_message.address")

        class Meta:
            app_label = "outbox"

    field = Renamed._meta.get_field("post")
    pk = "6b4f7c1e-0f0a-4f63-9d7e-0d5c2f6f1a11"
    assert field.place(pk.upper()) == Message._meta.get_field("address").place(pk)
    assert field.deconstruct()[3] == {"bound_as": "outbox_message.address"}


def test_nothing_stays_nothing():
    field = Message._meta.get_field("address")
    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, None) is None


# ------------------------------------------------------------ blind index
def test_a_blind_index_finds_equal_values_of_one_controller_alone():
    one = blind_index("identity_code", "010190-900P", scope="286")
    assert one == blind_index("identity_code", "010190-900P", scope="286")
    assert len(one) == 64
    others = [
        ("identity_code", "010190-901R", "286"),
        ("identity_code", "010190-900P", "285"),
        ("x", "010190-900P", "286"),
    ]
    assert one not in {blind_index(kind, value, scope=scope) for kind, value, scope in others}
    with pytest.raises(ValueError, match="controller"):
        blind_index("identity_code", "010190-900P", scope="")


def test_a_blind_index_depends_on_its_own_key_alone(settings):
    one = blind_index("a", "b", scope="c")
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert blind_index("a", "b", scope="c") == one
    settings.INDEX_KEY = "another" * 6
    assert blind_index("a", "b", scope="c") != one
