"""Saved texts in the forms of moves: what is offered where, and that nothing is done by putting one in."""

import pytest
from django.urls import reverse

from referrals.models import Event, SavedText
from tests import pages
from tests.referrals.scene import referral
from tests.referrals.working.conftest import case_of, move_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def kept_text(person, field="note", title="Soitan", words="Soitan ensi viikolla."):
    return SavedText.objects.keep(person, field=field, title=title, words=words)


def put(browser, one, action, chosen, **typed):
    return send(browser, one, action, saved=chosen, put="1", **typed)


def test_a_saved_text_comes_into_its_field_after_what_was_typed_and_the_rest_stays(as_, made):
    one, text = referral(made, "sent"), kept_text(made.intake, "reply", "Täynnä", "Ryhmä on nyt täynnä.")
    answer = put(
        as_("intake"), one, "decline", f"for_client:{text.pk}",
        for_client="Hei.", reason="nothing", detail="<vesi>", text="Huomio",
    )  # fmt: skip
    form = answer.context["form"]
    assert form["for_client"].value() == "Hei.\nRyhmä on nyt täynnä."
    assert [form[name].value() for name in ("reason", "detail", "text")] == ["nothing", "<vesi>", "Huomio"]
    page = answer.content.decode()
    assert form.errors == {}
    assert pages.faults_of(page, "fi") == []
    assert "autofocus" in page[page.index('name="for_client"') :].partition(">")[0]


def test_in_a_field_of_one_line_the_lines_of_a_text_follow_each_other(as_, made):
    one, text = referral(made, "booked"), kept_text(made.adviser, "reply", "Jatkat", "Jatkat itse.\r\nOnnea.")
    answer = put(as_("adviser"), one, "start", f"next_step:{text.pk}", next_step="Maanantaina.")
    assert answer.context["form"]["next_step"].value() == "Maanantaina. Jatkat itse. Onnea."


def test_putting_a_text_in_moves_nothing_even_when_the_form_is_complete(as_, made):
    one, text = referral(made, "contacting"), kept_text(made.adviser)
    assert put(as_("adviser"), one, "note", f"text:{text.pk}", text="Hyvin menee.").status_code == 200
    assert not Event.objects.of(one.referral).exists()


@pytest.mark.parametrize("chosen", ["", "text:0", "text", "version:1", "foreign", "other use"])
def test_what_is_not_offered_is_not_put_in(as_, made, chosen):
    one = referral(made, "contacting")
    kept_text(made.adviser)
    foreign = kept_text(made.colleague, words="Toisen teksti.")
    other = kept_text(made.adviser, "limits", "Polvi", "Ei hyppyjä.")
    chosen = {"foreign": f"text:{foreign.pk}", "other use": f"text:{other.pk}"}.get(chosen, chosen)
    answer = put(as_("adviser"), one, "note", chosen, text="Kesken")
    assert answer.context["form"]["text"].value() == "Kesken"
    assert "Valitse ensin teksti." in answer.content.decode()


def test_each_form_offers_the_texts_of_its_own_use_that_fit_its_field(as_, made):
    one, intake = referral(made, "sent"), as_("intake")
    for field in SavedText.Field.values:
        kept_text(made.intake, field, f"Nimi {field}")
    offered = {
        action: [
            (name, [one.title for one in texts])
            for name, _label, texts in intake.get(move_of(one, action)).context["form"].saved
        ]
        for action in ("ask", "accept", "decline")
    }
    assert offered == {
        "ask": [("text", ["Nimi question"])],
        "accept": [("text", ["Nimi note"])],
        "decline": [("for_client", ["Nimi reply"]), ("text", ["Nimi note"])],
    }
    started = referral(made, "advising")
    kept_text(made.adviser, "reply", "Pitkä", "x" * 201)
    form = as_("adviser").get(move_of(started, "complete")).context["form"]
    assert form.saved == []  # the next step has room for 200 signs


def test_a_page_says_nothing_of_saved_texts_to_those_who_have_none(as_, made):
    one = referral(made, "contacting")
    assert 'name="put"' not in as_("adviser").get(case_of(one)).content.decode()
    kept_text(made.adviser)
    assert 'name="put"' in as_("adviser").get(case_of(one)).content.decode()
    late = referral(made, "declined")
    kept_text(made.watcher)
    page = as_("watcher").get(reverse("referral_watched_move", args=[late.pk, "no_alternative"]))
    assert (page.status_code, 'name="put"' in page.content.decode()) == (200, False)


def test_somebody_was_first_keeps_the_text_that_was_typed(as_, made):
    one, text = referral(made, "withdrawn"), kept_text(made.adviser)
    answer = put(as_("adviser"), one, "note", f"text:{text.pk}", text="Kesken")
    assert answer.status_code == 409
    assert "Kesken" in answer.content.decode()
