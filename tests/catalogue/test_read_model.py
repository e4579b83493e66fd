"""What lists and pages read: documents written with each change, in both languages, and nothing of the day in them."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from catalogue.models import Contact, Language, Listing, OpeningHours, Schedule, Service, TargetGroup
from catalogue.models.choices import Area
from fields.text import Text, packed, unpacked
from organisations.models import Role
from tests import factories as make
from tests.admin_forms import faults, form_of, row, send
from tests.catalogue.on_map import LIST, soup, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    """A service with everything, in a unit of a unit."""
    make.municipalities()
    home = make.organisation(name_fi="Kotkan kaupunki", name_sv="Kotka stad")
    return make.full_service(
        provider=make.organisation(kind="unit", parent=home), themes=[make.theme("exercise")]
    )


def said(client, service, language="fi"):
    """All words of the service's page and of its card in the list."""
    page = soup(client, service.get_absolute_url(language))
    listed = soup(client, LIST[language])
    card = next(
        row for row in listed.select("li.card") if row.a["href"] == service.get_absolute_url(language)
    )
    return " ".join(texts([page.main])), " ".join(texts([card]))


# ------------------------------------------------------------ texts as JSON
def test_a_text_keeps_its_language_only_when_it_is_not_the_pages():
    own, other = Text("oma"), Text("annan")
    other.lang = "sv"
    kept = packed({"own": own, "rows": [other, 1, None], "empty": "", "none": None, "no": False})
    assert kept == {"own": "oma", "rows": [{"lang": "sv", "text": "annan"}, 1, None], "no": False}
    back = unpacked(kept)
    assert (back["own"], back["rows"][0], back["rows"][0].lang) == ("oma", "annan", "sv")


# ------------------------------------------------------------ what is written, and when
def test_public_and_archived_services_have_a_document_in_each_language_others_none():
    service = make.service()
    assert set(Listing.objects.values_list("service", "language")) == {(service.pk, "fi"), (service.pk, "sv")}
    service.archive(by=make.user())
    assert [row.page["gone"] for row in Listing.objects.all()] == [True, True]
    Service.objects.update(status="draft")
    service.refresh()
    assert not Listing.objects.exists()


def test_a_document_holds_no_origin_and_both_addresses(one, settings):
    for listing in Listing.objects.filter(service=one):
        assert settings.HYTE_ORIGIN not in str(listing.card) + str(listing.page)
        assert listing.page["addresses"] == {code: one.get_absolute_url(code) for code in ("fi", "sv")}


def test_the_origin_stands_in_the_description_for_machines(client, one, settings):
    settings.HYTE_ORIGIN = "https://palvelut.example"
    page = soup(client, one.get_absolute_url("fi"))
    block = page.select_one("script[type='application/ld+json']").string
    assert f"https://palvelut.example{one.get_absolute_url('fi')}" in block


def test_what_is_old_is_decided_on_the_day_the_page_is_asked_for(client, one, monkeypatch):
    one.verify(by=make.user(), organisation=one.provider, how="owner", now=timezone.now())
    before = list(Listing.objects.values("card", "page"))
    assert "Ei vahvistettu" not in said(client, one)[1]
    later = timezone.localdate() + timedelta(days=400)
    monkeypatch.setattr("catalogue.cards.timezone.localdate", lambda *_: later)
    page, card = said(client, one)
    assert "Tarkista ajat ja hinta" in page and "Tarkista ajat ja hinta" in card
    assert list(Listing.objects.values("card", "page")) == before


def test_an_exception_of_the_opening_hours_goes_when_its_day_is_over(client, one, monkeypatch):
    where = one.places.first()
    OpeningHours.objects.create(
        place=where, kind="closed", valid_from=date(2031, 12, 24), valid_to=date(2031, 12, 26)
    )
    one.refresh()
    assert "24.12.2031" in said(client, one)[0]
    monkeypatch.setattr("catalogue.opening.timezone.localdate", lambda *_: date(2031, 12, 26))
    assert "24.12.2031" in said(client, one)[0]
    monkeypatch.setattr("catalogue.opening.timezone.localdate", lambda *_: date(2031, 12, 27))
    page, _card = said(client, one)
    assert "24.12.2031" not in page and "Maanantai 9–15" in page


# ------------------------------------------------------------ what changes elsewhere is followed
def _renamed(record, **names):
    for name, value in names.items():
        setattr(record, name, value)
    record.save()


def _schedule_place(one):
    """A place of a time only, not of the service."""
    hall = make.place()
    Schedule.objects.create(service=one, place=hall, weekday=2, starts_at=time(8))
    one.refresh()
    return hall


def _place_elsewhere(one):
    """The municipality of a place, in which the service is not listed."""
    one.places.set([make.place(municipality=make.municipality("935"))])
    one.refresh()
    return make.municipality("935")


def _contact_language(one):
    english = make.spoken("en")
    Contact.objects.create(service=one, kind="email", value="x@example.org", language=english)
    one.refresh()
    return english


def _confirmed_for(one):
    other = make.organisation()
    one.verify(by=make.user(), organisation=other, how="phone", now=timezone.now())
    return other


@pytest.mark.seldom
@pytest.mark.parametrize(
    ("record", "where"),
    [
        (lambda one: one.provider, "both"),
        (lambda one: one.producers.first(), "page"),
        (_confirmed_for, "page"),
        (lambda one: one.places.first(), "both"),
        (_place_elsewhere, "both"),
        (lambda one: one.municipalities.get(pk="285"), "page"),
        (_schedule_place, "page"),
        (lambda one: one.languages.get(pk="sv"), "both"),
        (_contact_language, "page"),
        (lambda one: TargetGroup.objects.get(), "page"),
    ],
    ids=[
        "provider",
        "producer",
        "confirmed-for",
        "place",
        "its-municipality",
        "municipality",
        "place-of-a-time",
        "language",
        "language-of-a-contact",
        "group",
    ],
)
def test_a_new_name_of_what_a_service_leans_on_is_on_its_pages_at_once(client, one, language, record, where):
    _renamed(record(one), name_fi="Uusi nimi", name_sv="Nytt namn")
    page, card = said(client, one, language)
    new = {"fi": "Uusi nimi", "sv": "Nytt namn"}[language]
    assert new in page
    assert new in card or where == "page"


def test_the_order_of_themes_chooses_the_pictogram(client, one):
    nature = make.theme("nature", order=999_999)
    one.classes.add(nature.rules.first().service_class)
    one.refresh()
    first = one.themes.get(pk="exercise")
    assert (
        soup(client, one.get_absolute_url("fi"))
        .select_one(".service-title use")["href"]
        .endswith("#t-exercise")
    )
    _renamed(first, order=1_000_000)
    assert (
        soup(client, one.get_absolute_url("fi"))
        .select_one(".service-title use")["href"]
        .endswith("#t-nature")
    )


def test_a_place_that_goes_leaves_the_pages(client, one):
    extra = make.place(name_fi="Poistuva halli")
    one.places.add(extra)
    one.refresh()
    assert "Poistuva halli" in said(client, one)[0]
    extra.delete()
    assert "Poistuva halli" not in said(client, one)[0]


def test_a_service_without_places_follows_its_municipalities(client):
    town = make.municipality("285")
    made = make.service(area=Area.MUNICIPALITIES, municipalities=[town])
    _renamed(town, name_fi="Uusi kunta", name_sv="Ny kommun")
    page, card = said(client, made)
    assert "Uusi kunta" in page and "Uusi kunta" in card


def test_a_confirmation_is_on_the_page_at_once(client, one):
    one.verify(by=make.user(), organisation=one.provider, how="owner", now=timezone.now())
    page, card = said(client, one, "sv")
    assert "Kontrollerad" in page and "Kontrollerad" in card


# ------------------------------------------------------------ through the admin
@pytest.fixture
def desk(client, one):
    client.force_login(make.user(Role.COORDINATOR))
    return client


@pytest.mark.parametrize(
    ("changed", "new"),
    [
        (row("schedules", weekday="7", starts_at="21:00", ends_at="22:00"), "Sunnuntai 21–22"),
        (
            row("contacts", kind="phone", purpose="info", value="040 123 4567", order="0"),
            "040 123 4567",
        ),
        ({"description_fi": "Aivan uusi kuvaus."}, "Aivan uusi kuvaus."),
    ],
)
def test_what_is_saved_in_the_admin_is_on_the_page(desk, changed, new):
    bare = make.service(classes=[make.service_class("P1")])
    assert faults(send(desk, form_of(bare), **changed)) == []
    assert new in " ".join(texts([soup(desk, bare.get_absolute_url("fi")).main]))


def test_opening_hours_saved_in_the_admin_are_on_the_page(desk):
    hall = make.place()
    made = make.service(places=[hall])
    hours = row("opening_hours", kind="weekly", weekday="3", opens_at="06:00", closes_at="07:00")
    assert faults(send(desk, form_of(hall), **hours)) == []
    assert "Keskiviikko 6–7" in said(desk, made)[0]


def test_a_local_correction_saved_in_the_admin_is_told_on_the_page(desk):
    made = make.service(classes=[make.service_class("P1")])
    make.source(made, values={"name_fi": made.name_fi})
    assert faults(send(desk, form_of(made), name_fi="Korjattu nimi")) == []
    made.refresh_from_db()
    assert "Korjattu täällä" in said(desk, made)[0]


def test_a_language_that_no_service_has_does_not_disturb(client, one):
    _renamed(Language.objects.create(code="se", name_fi="x", name_sv="x"), name_fi="saame")
    assert said(client, one)


def test_a_keyword_that_is_deleted_finds_the_service_no_more():
    word = make.Keyword.objects.create(uri="http://example.org/word/uni", name_fi="unettomuus")
    made = make.service(keywords=[word])
    assert "unettomuus" in make.words_of(made)
    word.delete()
    assert "unettomuus" not in make.words_of(made)
