"""The lists of the admin, and the history of a record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import Place, Service
from catalogue.models.choices import Status
from tests import factories
from tests.admin_forms import LIST, answers, faults, form_of, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # lists and words: one database is enough


# ------------------------------------------------------------ lists
def listed(client, query):
    return {service.name_fi for service in client.get(f"{LIST}?{query}").context["cl"].result_list}


def test_the_list_is_searched_in_both_languages(desk, own):
    factories.service(provider=own, name_fi="Tuolijumppa", name_sv="Stolgymnastik")
    assert listed(desk, "q=tuoli") == listed(desk, "q=stolgymn") == {"Tuolijumppa"}


def test_the_list_is_narrowed_by_what_needs_work(desk, own):
    today = timezone.localdate()
    whole = {"provider": own, "summary_fi": "Lyhyesti.", "summary_sv": "Kort."}
    theme = factories.theme("luonto")
    factories.service(**whole, name_fi="Ehjä", themes=[theme])
    factories.service(provider=own, name_fi="Vain suomeksi", summary_sv=None)
    factories.service(provider=own, name_fi="Vain ruotsiksi", summary_fi="")
    for name, due in (("Tuore", today), ("Vanha", today - timedelta(days=1))):
        fresh = factories.service(**whole, name_fi=name)
        fresh.verify(by=factories.user(), organisation=own, how="owner")
        Service.objects.filter(pk=fresh.pk).update(next_review_on=due)
    assert listed(desk, "lacking=sv") == {"Vain suomeksi"}
    assert listed(desk, "lacking=fi") == {"Vain ruotsiksi"}
    assert listed(desk, "confirmation=confirmed") == {"Tuore"}
    assert listed(desk, "confirmation=overdue") == {"Vanha"}
    assert listed(desk, "confirmation=never") == {"Ehjä", "Vain suomeksi", "Vain ruotsiksi"}
    assert listed(desk, "theme=luonto") == {"Ehjä"}
    assert listed(desk, "theme=none") == {"Tuore", "Vanha", "Vain suomeksi", "Vain ruotsiksi"}


def test_the_list_asks_as_many_questions_for_one_row_as_for_many(
    desk, own, django_assert_max_num_queries, service
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk.get(LIST)
    with CaptureQueriesContext(connection) as one:
        desk.get(LIST)
    for _ in range(20):
        factories.service(provider=own)
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(many) == len(one)


@pytest.mark.parametrize(("status", "shown"), [("published", True), ("draft", False), ("archived", False)])
def test_the_form_leads_to_the_page_when_there_is_one(desk, service, status, shown):
    Service.objects.filter(pk=service.pk).update(status=status)
    service.refresh_from_db()
    assert (service.get_absolute_url("fi") in desk.get(form_of(service)).text) is shown


# ------------------------------------------------------------ history
def test_history_tells_what_became_what_and_who_did_it(desk, service):
    send(
        desk,
        form_of(service),
        name_fi="Uusi nimi",
        **row("contacts", kind="phone", purpose="info", value="040 123 4567", order="0"),
    )
    page = desk.get(form_of(service).replace("change", "history"))
    assert page.status_code == 200
    for words in ("Eeva Editori", "Palvelu", "Uusi nimi", "040 123 4567"):
        assert words in page.text
    newest = page.context["page"].object_list[0]
    assert [(before.startswith("Palvelu"), after) for _, before, after in newest.differences] == [
        (True, "Uusi nimi")
    ]


def test_an_old_version_is_laid_into_the_form_and_saved_like_any_change(desk, service):
    name, extra = service.name_fi, factories.service_class("P2")
    send(desk, form_of(service), name_fi="Uusi nimi", classes=[extra.pk], status="archived")
    page = desk.get(f"{form_of(service)}?version={service.history.earliest().pk}")
    assert answers(page)["name_fi"] == [name]
    service.refresh_from_db()
    assert service.name_fi == "Uusi nimi"  # looking changes nothing
    with_lists = service.history.filter(historicalservice_classes__serviceclass_id="P1").last()
    answer = send(desk, f"{form_of(service)}?version={with_lists.pk}")
    assert faults(answer) == []
    service.refresh_from_db()
    assert service.name_fi == name
    assert [one.pk for one in service.classes.all()] == ["P1"]
    assert service.status == Status.ARCHIVED  # the state is not brought back
    assert name.casefold() in factories.words_of(service)


@pytest.mark.parametrize("version", ["999999", "x", "-1", "1' OR 1=1", "²"])
def test_a_version_that_is_none_is_not_found(desk, service, version):
    assert desk.get(form_of(service), {"version": version}).status_code == 404


def test_a_version_of_another_record_is_not_found(desk, own, service):
    other = factories.service(provider=own)
    assert desk.get(form_of(service), {"version": other.history.first().pk}).status_code == 404


def test_history_of_a_place_tells_its_opening_hours(desk, own):
    place = factories.place(organisation=own)
    sent = row("opening_hours", weekday="1", opens_at="09:00", closes_at="15:00")
    assert faults(send(desk, form_of(place), **sent)) == []
    assert Place.objects.get().opening_hours.count() == 1
    assert "9.00" in desk.get(form_of(place).replace("change", "history")).text.replace("09.00", "9.00")
