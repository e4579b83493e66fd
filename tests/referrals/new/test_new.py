"""A nurse makes a referral: three screens, a draft that keeps itself, one referral however often it is sent."""

import uuid

import pytest
from django.urls import reverse

from audit.models import Entry
from referrals.models import Agreement, Asked, Assignment, Client, Consent, Referral, Trace
from tests import factories, pages
from tests.referrals.new.filled import CLIENT, JSON, NEED, begin, ready, send, sent, text
from tests.signing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
CODE = "010190-900P"


# ------------------------------------------------------------ the way through
def test_a_referral_is_sent_in_three_screens(nurse, made):
    referral, answer = begin(nurse, made)
    assert answer["Location"] == reverse("referral_draft_need", args=[referral.pk])
    answer = nurse.post(answer["Location"], NEED)
    assert answer["Location"] == reverse("referral_draft_send", args=[referral.pk])
    check = text(nurse.get(answer["Location"]))
    for said in (
        "Eeva Esimerkki",
        "3.4.1961",
        "050\xa00000001",
        "Liikkuu vähän",
        "Ei hyppyjä",
        "80 / 150 min",
    ):
        assert " ".join(said.split()) in check
    answer = send(nurse, made, referral)
    assert answer["Location"] == reverse("referral_sent", args=[referral.pk])
    assert referral.number in text(nurse.get(answer["Location"]))
    assignment = Assignment.objects.get()
    assert (assignment.state, assignment.team) == ("sent", made.team)


def test_what_was_typed_stands_in_its_columns_and_the_draft_is_kept_no_longer(nurse, made):
    referral = sent(nurse, made)
    client, asked = Client.objects.get(), Asked.objects.get()
    assert (client.name, client.birth_date, client.phone) == ("Eeva Esimerkki", "1961-04-03", "+358500000001")
    assert (client.channels, client.language, client.identity_code) == (["phone"], "fi", "")
    assert (asked.safe, asked.limits, asked.readiness, asked.typed) == ("limits", "Ei hyppyjä", "7", "")
    assert asked.activity == '{"brisk": 60, "vigorous": 10, "strength": 1}'
    assert asked.choices == '["exercise_reason", "exercise_wish"]'
    assert (referral.municipality, referral.controller, referral.sender) == (
        made.hamina,
        made.county,
        made.station,
    )


def test_both_consents_are_recorded_with_the_notice_that_was_shown(nurse, made):
    referral = sent(nurse, made)
    rows = Consent.objects.order_by("scope")
    assert [(row.scope, row.how, row.receiver, row.text_version, row.recorded_by) for row in rows] == [
        ("feedback", "oral", made.town, "1", made.nurse),
        ("share", "oral", made.town, "1", made.nurse),
    ]
    assert all(row.given_at < referral.sent_at for row in rows)  # when it was said, not when it was sent


def test_without_consent_nothing_is_sent_and_the_contact_details_are_printed(nurse, made):
    referral = ready(nurse, made, consent="no")
    where = reverse("referral_draft_contacts", args=[referral.pk])
    assert begin(nurse, made, consent="no")[1].url.endswith("/yhteystiedot/")
    assert send(nurse, made, referral).url == where
    assert made.team.name_fi in text(nurse.get(where))
    assert not Consent.objects.exists() and not Trace.objects.exists()
    assert {row.state for row in Assignment.objects.all()} == {"draft"}


# ------------------------------------------------------------ a draft
def test_a_draft_keeps_itself_and_says_when(nurse, made):
    key = str(uuid.uuid4())
    address = reverse("referral_new_kind", args=[made.kind.pk])
    answer = nurse.post(address, {"name": "Eeva", "key": key}, **JSON).json()
    referral = Referral.objects.get()
    assert answer["action"] == reverse("referral_draft_client", args=[referral.pk])
    assert answer["said"].startswith("Luonnos tallennettu klo ")
    page = pages.soup(nurse.get(answer["action"]).content)
    assert page.select_one("[name=name]")["value"] == "Eeva"


def test_what_is_wrong_is_kept_as_it_was_typed(nurse, made):
    referral, answer = begin(nurse, made, born="31.2.1961", phone="yksi kaksi")
    assert answer.status_code == 200 and "Virhe:" in pages.title(pages.soup(answer.content))
    page = pages.soup(nurse.get(reverse("referral_draft_client", args=[referral.pk])).content)
    assert page.select_one("[name=born]")["value"] == "31.2.1961"
    assert page.select_one("[name=phone]")["value"] == "yksi kaksi"
    assert Client.objects.get().birth_date == ""


def test_a_form_sent_twice_makes_one_referral(nurse, made):
    values = CLIENT | {"key": str(uuid.uuid4())}
    for _time in range(2):
        nurse.post(reverse("referral_new_kind", args=[made.kind.pk]), values)
    assert Referral.objects.count() == 1


def test_the_first_screen_of_a_referral_that_is_sent_leads_to_it(nurse, made):
    values = CLIENT | {"key": str(uuid.uuid4())}
    address = reverse("referral_new_kind", args=[made.kind.pk])
    nurse.post(address, values)
    referral = Referral.objects.get()
    nurse.post(reverse("referral_draft_need", args=[referral.pk]), NEED)
    send(nurse, made, referral)
    assert nurse.post(address, values).url == reverse("referral_case", args=[referral.pk])


def test_what_is_sent_twice_is_sent_once_and_says_so(nurse, made):
    referral = ready(nurse, made)
    send(nurse, made, referral)
    again = send(nurse, made, referral)
    assert again.url == reverse("referral_case", args=[referral.pk])
    assert Assignment.objects.filter(state="sent").count() == 1


def test_another_colleague_of_the_unit_goes_on_with_a_draft_and_a_stranger_finds_none(client, nurse, made):
    referral = ready(nurse, made)
    enter(client, factories.user("professional", made.station))
    assert client.get(reverse("referral_draft_need", args=[referral.pk])).status_code == 200
    enter(client, factories.user("professional", made.advice))
    for name in ("client", "need", "send", "contacts", "discard"):
        address = reverse(f"referral_draft_{name}", args=[referral.pk])
        assert client.post(address).status_code in (404, 405), name
    assert Entry.objects.refused().count() == 4


def test_a_draft_is_deleted_with_all_that_stands_in_it(nurse, made):
    referral = ready(nurse, made)
    nurse.post(reverse("referral_draft_discard", args=[referral.pk]))
    assert not Referral.objects.exists() and not Client.objects.exists() and not Asked.objects.exists()


def test_a_screen_that_is_not_right_is_shown_again_before_sending(nurse, made):
    referral, _answer = begin(nurse, made, name="")
    answer = nurse.get(reverse("referral_draft_send", args=[referral.pk]))
    assert answer.url == reverse("referral_draft_client", args=[referral.pk]) + "?check"
    assert pages.soup(nurse.get(answer.url).content).select_one(".err")


# ------------------------------------------------------------ the identity code, non-disclosure
def test_the_identity_code_is_asked_only_when_the_agreement_needs_it_and_never_shown_again(nurse, made):
    address = reverse("referral_new_kind", args=[made.kind.pk])
    assert b'name="identity_code"' not in nurse.get(address).content
    Agreement.objects.update(needs_identity_code=True)
    assert b'name="identity_code"' in nurse.get(address).content
    referral = ready(nurse, made, identity_code=CODE, born="")
    client = Client.objects.get()
    assert (client.identity_code, client.birth_date) == (CODE, "1990-01-01")
    for name in ("client", "send"):
        assert CODE not in nurse.get(reverse(f"referral_draft_{name}", args=[referral.pk])).content.decode()
    nurse.post(
        reverse("referral_draft_client", args=[referral.pk]), CLIENT | {"identity_code": "", "born": ""}
    )
    assert Client.objects.get().identity_code == CODE  # an empty field keeps it


def test_a_code_that_nobody_needs_is_not_kept(nurse, made):
    begin(nurse, made, identity_code=CODE)
    assert Client.objects.get().identity_code == ""


def test_with_non_disclosure_no_address_no_mail_and_no_municipality_is_kept(nurse, made):
    values = {
        "non_disclosure": "on",
        "email": "eeva@example.org",
        "address": "Katu 1",
        "channels": ["email", "phone"],
    }
    referral = sent(nurse, made, **values)
    client = Client.objects.get()
    assert (client.email, client.address, client.channels) == ("", "", ["phone"])
    assert client.non_disclosure and referral.municipality is None
    assert "Tulosta kirje" in text(nurse.get(reverse("referral_sent", args=[referral.pk])))


def test_with_non_disclosure_one_says_how_to_reach_the_client_safely(nurse, made):
    _referral, answer = begin(nurse, made, non_disclosure="on", contact_note="")
    assert "turvallisesti" in answer.content.decode()


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": ""}, "name"),
        ({"born": "1.1.2999"}, "born"),
        ({"born": ""}, "born"),
        ({"phone": "", "channels": []}, "phone"),
        ({"channels": ["email"]}, "email"),
        ({"channels": ["letter"]}, "address"),
        ({"consent": ""}, "consent"),
        ({"municipality": "091"}, "municipality"),
        ({"phone": "05 220 0000", "channels": ["sms"]}, "phone"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(nurse, made, over, field):
    _referral, answer = begin(nurse, made, **over)
    assert answer.status_code == 200
    assert pages.soup(answer.content).select(f"#id_{field}_error, [aria-describedby*=id_{field}_error]")
