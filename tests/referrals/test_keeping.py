"""The client's data and rights: a copy, correcting, restricting, erasing, and the identity code one by one."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from fields.identifiers import national
from outbox.models import Message
from referrals import erasing, exporting, limits
from referrals.models import Assignment, Client, Event, Referral, Trace
from tests import factories, pages, walls
from tests.kept import fresh, kept
from tests.referrals.scene import referral, scene, unit
from tests.referrals.whole import SECRETS, TEXTS, whole
from tests.signing import confirmed

pytestmark = pytest.mark.django_db
CODE = SECRETS["identity_code"]
PAGES = ["referral_identity_code", "referral_data", "referral_copy_of_data", "referral_correct"]


def build():
    with walls.everything():
        return _build()


def _build():
    made = scene()
    made.one = whole(made, "completed")
    made.open = referral(made, "accepted", identity_code=CODE)
    other = factories.organisation(
        kind="municipality", municipality=factories.municipality("285", name_fi="Kotka")
    )
    made.foreign = factories.user("intake", unit(other, "Kotkan neuvonta"))
    made.stranger = factories.user("professional", unit(made.county, "Toinen asema"))
    made.auditor = factories.user("auditor", made.county)
    return made


made = kept(build)


@pytest.fixture
def here(made, db):
    return fresh(made)


@pytest.fixture
def enter(client):
    def entered(user):
        client.force_login(user)
        confirmed(client)
        return client

    return entered


def at(name, one):
    return reverse(name, args=[one.referral_id])


# ------------------------------------------------------------ the identity code
@pytest.mark.parametrize("who", ["nurse", "intake", "adviser"])
def test_the_code_is_shown_once_for_a_reason_and_that_is_written_down(here, enter, who):
    browser = enter(getattr(here, who))
    page = browser.get(at("referral_identity_code", here.one))
    assert page.status_code == 200 and CODE not in page.content.decode()
    assert not Entry.objects.doing("identity_code_shown").exists()
    assert CODE not in browser.post(at("referral_identity_code", here.one)).content.decode()
    page = browser.post(at("referral_identity_code", here.one), {"ground": "identify"})
    assert CODE in page.content.decode()
    line = Entry.objects.doing("identity_code_shown").get()
    assert (line.subject_id, line.purpose, line.fields) == (
        str(here.one.referral_id), "identify", ["identity_code"],
    )  # fmt: skip
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("name", PAGES)
def test_who_has_not_said_again_who_they_are_gets_nothing(here, client, name):
    client.force_login(here.adviser)
    for answer in (
        client.get(at(name, here.one)),
        client.post(at(name, here.one), {"ground": "identify", "form": "all"}),
    ):
        assert CODE not in answer.content.decode() and SECRETS["name"] not in answer.content.decode()
        assert answer.status_code in {302, 405} or answer.status_code == 403
    assert not Entry.objects.allowed().exclude(action="signed_in").filter(subject_kind="referral").exists()


def test_the_sixty_first_code_of_an_hour_is_refused_and_the_auditors_are_told_once(here, enter, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "identity_code", (2, limits.HOUR))
    browser = enter(here.adviser)
    answers = [
        browser.post(at("referral_identity_code", here.one), {"ground": "identify"}) for _time in range(4)
    ]
    assert [one.status_code for one in answers] == [200, 200, 429, 429]
    assert int(answers[2]["Retry-After"]) > 0 and CODE not in answers[2].content.decode()
    assert Entry.objects.doing("identity_code_shown").count() == 2
    told = Message.objects.get(kind="unusual_use")
    assert told.receiver_id == here.auditor.pk and str(here.adviser) not in told.words


def test_limits_are_those_of_the_design():
    wanted = {"send": (30, 3600), "identity_code": (60, 3600), "export": (5, 24 * 3600)}
    assert limits.LIMITS | wanted == limits.LIMITS


# ------------------------------------------------------------ a copy
def made_copy(browser, one, form):
    answer = browser.post(at("referral_copy_of_data", one), {"form": form})
    assert answer.status_code == 200
    return answer


def test_the_team_gives_everything_of_its_own_part(here, enter):
    text = made_copy(enter(here.adviser), here.one, "page").content.decode()
    for secret in (*SECRETS.values(), *TEXTS.values()):
        expected = national(secret) if secret == SECRETS["phone"] else secret
        assert expected in text, secret
    line = Entry.objects.doing("exported").get()
    assert line.fields == ["all"] and line.subject_id == str(here.one.referral_id)


def test_the_sending_unit_gives_its_part_and_not_the_teams(here, enter):
    text = made_copy(enter(here.nurse), here.one, "all").content.decode()
    assert SECRETS["name"] in text and TEXTS["goal"] in text
    assert TEXTS["place"] not in text  # of a meeting
    found = json.loads(text)
    assert "follow_ups" not in found
    given = json.loads(made_copy(enter(here.nurse), here.one, "given").content)
    assert "asked" in given and "follow_ups" not in given
    assert len(found["events"]) == 1  # the note is the team's own
    assert {row.get("minutes_before") for row in found["work"]} == {"30"}  # fed back
    here.one.outcome.fed_back = False
    here.one.outcome.save()
    assert "work" not in json.loads(made_copy(enter(here.nurse), here.one, "all").content)


def test_a_file_is_json_with_the_clients_own_part_apart(here, enter):
    answer = made_copy(enter(here.intake), here.one, "given")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{here.one.referral.number}.json"'
    found = json.loads(answer.content)
    assert set(found) == {"made", "language", "client", "asked", "follow_ups", "consents"}
    assert found["client"][0]["name"] == SECRETS["name"]
    assert found["asked"][0]["goal"] == TEXTS["goal"]


def test_the_copy_tells_who_has_seen_the_data_and_that_it_was_copied(here, enter):
    browser = enter(here.intake)
    browser.post(at("referral_identity_code", here.one), {"ground": "record"})
    found = json.loads(made_copy(browser, here.one, "all").content)
    assert [row["ground"] for row in found["log"] if "ground" in row] == ["record"]
    assert found["log"][-1]["who"] == str(here.intake)


def test_the_clients_own_page_has_the_texts_for_the_client_alone(here):
    text = exporting.as_json(exporting.export(here.one.referral))
    assert TEXTS["for_client"] in text and TEXTS["words"] not in text
    assert SECRETS["identity_code"] in text


def test_a_copy_for_one_with_non_disclosure_is_marked(here, enter):
    here.one.referral.client.non_disclosure = True
    here.one.referral.client.save()
    page = pages.soup(made_copy(enter(here.adviser), here.one, "page").content.decode())
    assert "Anna kopio vain asiakkaalle itselleen" in page.main.get_text()
    assert "non_disclosure" in Entry.objects.doing("exported").get().fields


def test_the_sixth_copy_of_a_day_is_refused(here, enter):
    browser = enter(here.adviser)
    for _time in range(5):
        made_copy(browser, here.one, "given")
    assert browser.post(at("referral_copy_of_data", here.one), {"form": "given"}).status_code == 429
    assert Entry.objects.doing("exported").count() == 5


# ------------------------------------------------------------ correcting
def corrected(browser, one, **over):
    page = browser.get(at("referral_correct", one))
    values = {
        field["name"]: field.get("value", "")
        for field in pages.soup(page.content.decode()).main.find_all("input")
        if field.get("name") and (field.get("type") != "checkbox" or field.has_attr("checked"))
    }
    return browser.post(at("referral_correct", one), values | over)


def test_a_correction_keeps_what_stood_there_before(here, enter):
    answer = corrected(enter(here.adviser), here.open, name="Eeva Oikaistu", phone="050 000 0088")
    assert answer.status_code == 302
    client = Client.objects.get(pk=here.open.referral_id)
    assert (client.name, client.phone) == ("Eeva Oikaistu", "+358500000088")
    event = Event.objects.of(here.open.referral).get()
    assert (event.move, event.letter, event.to_state) == ("correct", "A", "accepted")
    assert here.open.referral.client.name in event.text.words and "+358500000001" in event.text.words
    assert Entry.objects.doing("corrected").get().fields == ["name", "phone"]


def test_the_client_is_found_by_the_new_name_and_not_by_the_old(here, enter):
    before = set(Trace.objects.of(here.one.referral).values_list("digest", flat=True))
    corrected(enter(here.intake), here.one, name="Eeva Oikaistu")
    after = set(Trace.objects.of(here.one.referral).values_list("digest", flat=True))
    assert after and not before & after


def test_nothing_that_is_the_same_is_a_correction(here, enter):
    corrected(enter(here.nurse), here.open)
    assert not Event.objects.of(here.open.referral).exists()
    assert not Entry.objects.doing("corrected").exists()


def test_who_corrects_what_another_changed_meanwhile_is_told(here, enter):
    answer = corrected(enter(here.adviser), here.open, name="Eeva Oikaistu", version="7")
    assert answer.status_code == 302
    assert Client.objects.get(pk=here.open.referral_id).name != "Eeva Oikaistu"
    assert not Event.objects.of(here.open.referral).exists()


def test_non_disclosure_takes_the_address_and_the_ways_of_messages(here, enter):
    corrected(enter(here.intake), here.one, non_disclosure="on")
    client = Client.objects.get(pk=here.one.referral_id)
    assert (client.non_disclosure, client.address, client.channels) == (True, "", ["phone"])


@pytest.mark.parametrize(
    "wrong", [{"birth_date": "1.1.2999"}, {"birth_date": "1.1.1800"}, {"name": ""}, {"phone": "abc"}]
)
def test_what_is_wrong_is_said_and_changes_nothing(here, enter, wrong):
    answer = corrected(enter(here.intake), here.one, **wrong)
    assert answer.status_code == 200
    assert not Entry.objects.doing("corrected").exists()


# ------------------------------------------------------------ restricting, erasing
def done(browser, one, deed):
    return browser.post(at("referral_data", one), {"deed": deed}, follow=True).content.decode()


def test_use_is_restricted_and_freed_again(here, enter):
    browser = enter(here.intake)
    done(browser, here.open, "restrict")
    assert Referral.objects.restricted().get().pk == here.open.referral_id
    assert not Assignment.objects.in_inbox_of(here.intake).filter(pk=here.open.pk).exists()
    assert "Mitään ei muutettu" in done(browser, here.open, "restrict")
    done(browser, here.open, "unrestrict")
    assert not Referral.objects.restricted().exists()
    actions = list(
        Entry.objects.filter(action__contains="restricted").order_by("pk").values_list("action", flat=True)
    )
    assert actions == ["restricted", "unrestricted"]


def test_what_the_client_wants_erased_goes_in_the_night_and_can_be_taken_back_before(
    here, enter, settings, tmp_path
):
    settings.HYTE_ERASURES = tmp_path / "erasures"
    browser = enter(here.intake)
    assert "Tiedot poistetaan ensi yönä" in done(browser, here.one, "erase")
    done(browser, here.one, "recall")
    assert erasing.run(timezone.now()) == {"erased": 0}
    done(browser, here.one, "erase")
    assert erasing.run(timezone.now()) == {"erased": 1}
    assert browser.get(at("referral_data", here.one)).status_code == 404
    assert not Client.objects.filter(pk=here.one.referral_id).exists()


def test_what_a_team_still_has_is_not_erased(here, enter):
    assert "päätetään ensin" in done(enter(here.intake), here.open, "erase")
    assert Referral.objects.get(pk=here.open.referral_id).erasure_asked_at is None


def test_a_deed_nobody_offered_does_nothing(here, enter):
    browser = enter(here.intake)
    for deed in ("delete", "_keep", "correct", "", "x" * 500):
        assert browser.post(at("referral_data", here.one), {"deed": deed}).status_code == 200
    assert Referral.objects.standing().count() == 2
