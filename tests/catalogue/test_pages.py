"""What residents read on the pages, asserted on parsed HTML."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from catalogue.models import Contact, Service
from fields.text import columns
from tests.factories import full_service, municipalities, municipality, organisation, place, service, user

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # pages and words: one database is enough
FI, SV = "/fi/palvelut/", "/sv/tjanster/"


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html5lib")


def answers(page):
    return {row.h2.get_text(strip=True): row.div.get_text(" ", strip=True) for row in page.select(".answer")}


def test_the_page_answers_the_residents_questions_in_their_order(client):
    page = read(client, full_service().get_absolute_url("fi"))
    assert list(answers(page)) == [
        "Mitä tämä on",
        "Kenelle",
        "Hinta",
        "Miten pääset mukaan",
        "Milloin ja missä",
        "Mitä tapahtuu ensimmäisellä kerralla",
        "Yhteystiedot",
        "Kielet",
        "Kuka vastaa palvelusta",
    ]


def test_a_page_has_at_most_one_primary_action(client):
    page = read(client, full_service().get_absolute_url("fi"))
    assert len(page.select(".start .btn")) == 1


def test_what_is_not_known_is_said(client):
    page = read(client, service().get_absolute_url("fi"))
    assert "Ei tiedossa" in answers(page)["Hinta"]
    assert "Kysy ajat ja paikat" in answers(page)["Milloin ja missä"]


def test_a_text_in_the_other_language_only_carries_its_lang_and_a_note(client):
    one = service(name_sv=None, summary_sv=None, description_fi="Vain suomeksi kirjoitettu.")
    page = read(client, one.get_absolute_url("sv"))
    assert page.h1.span["lang"] == "fi"
    assert page.find(string="Vain suomeksi kirjoitettu.").find_parent(attrs={"lang": True})["lang"] == "fi"
    assert "Texten finns bara på finska." in page.get_text()
    card = read(client, SV).select_one(".card h3 a span")
    assert card["lang"] == "fi"


def test_a_page_with_both_languages_has_no_such_note(client):
    page = read(client, full_service().get_absolute_url("sv"))
    assert "finns bara på finska" not in page.get_text()
    assert not page.main.select("[lang]:not(address [lang])")  # the street has its one name


def test_a_record_never_confirmed_says_so(client):
    page = read(client, service().get_absolute_url("fi"))
    assert "Tietoja ei ole vielä vahvistettu." in page.get_text()


def test_a_confirmed_record_says_when_and_by_whom(client):
    one = service(provider=organisation(name_fi="Kotkan liikuntapalvelut", name_sv="Kotka motion"))
    now = timezone.now()
    one.verify(by=user(), organisation=one.provider, how="owner", now=now)
    date = timezone.localtime(now).strftime("%-d.%-m.%Y")
    assert (
        f"Tarkistettu {date}, Kotkan liikuntapalvelut" in read(client, one.get_absolute_url("fi")).get_text()
    )
    assert f"Kontrollerad {date}, Kotka motion" in read(client, one.get_absolute_url("sv")).get_text()


def test_an_overdue_record_warns_and_shows_no_tick(client):
    one = service()
    one.verify(by=user(), organisation=one.provider, how="owner", now=timezone.now() - timedelta(days=400))
    page = read(client, one.get_absolute_url("fi"))
    assert page.select_one(".note.sun")
    assert not page.select("use[href$='#i-check-circle']")


def test_an_old_or_wrong_slug_leads_to_the_right_address(client):
    one = service(name_fi="Äijäjooga & hölkkä")
    answer = client.get(f"{FI}{one.pk}/vanha-nimi/")
    assert (answer.status_code, answer["Location"]) == (301, f"{FI}{one.pk}/aijajooga-holkka/")


def test_an_archived_service_is_gone_and_shows_others(client):
    other = service()
    gone = service(status="archived")
    page = read(client, gone.get_absolute_url("fi"), status=410)
    assert "Tätä palvelua ei enää ole" in page.h1.get_text()
    assert other


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_was_never_public_is_not_found(client, status):
    read(client, service(status=status).get_absolute_url("fi"), status=404)


def test_switching_the_language_keeps_service_and_filters(client):
    one = full_service(name_fi="Kävely", name_sv="Promenad")
    link = read(client, one.get_absolute_url("fi")).select_one(".tools a")
    assert link["href"] == f"{SV}{one.pk}/promenad/" and link["lang"] == "sv"
    link = read(client, f"{FI}?q=k%C3%A4vely&price=paid").select_one(".tools a")
    assert link["href"] == f"{SV}?q=k%C3%A4vely&price=paid"


def test_the_heading_counts_in_the_residents_language(client):
    municipalities()
    municipality("075").__class__.objects.filter(pk="075").update(
        name_in_fi="Haminassa", name_in_sv="i Fredrikshamn"
    )
    service()
    assert read(client, f"{FI}?municipality=075").select_one("#tulokset").get_text() == "1 palvelu Haminassa"
    service()
    assert (
        read(client, f"{SV}?municipality=075").select_one("#tulokset").get_text()
        == "2 tjänster i Fredrikshamn"
    )
    assert read(client, SV).select_one("#tulokset").get_text() == "2 tjänster"


def test_a_municipality_without_its_inflected_form_is_not_glued_into_a_sentence(client):
    municipalities()
    service()
    assert read(client, f"{FI}?municipality=285").select_one("#tulokset").get_text() == "1 palvelu"


def test_twenty_services_a_page_and_the_filters_stay_on_the_next(client):
    for _ in range(21):
        service(price_kind="free")
    page = read(client, f"{FI}?price=free")
    assert len(page.select("ol.cards > li")) == 20
    assert page.select_one(".pager a")["href"] == f"{FI}?price=free&page=2#tulokset"
    second = read(client, f"{FI}?price=free&page=2")
    assert len(second.select("ol.cards > li")) == 1 and second.select_one("ol.cards")["start"] == "21"


@pytest.mark.parametrize("page", ["0", "-1", "3", "abc", "1e3", "9" * 50, "%00"])
def test_a_page_that_does_not_exist_is_not_found(client, page):
    service()
    read(client, f"{FI}?page={page}", status=404)


def test_a_chip_removes_its_own_choice_only(client):
    service(price_kind="free")
    chips = read(client, f"{FI}?q=palvelu&price=free&access=open").select("a.chip")
    assert [chip["href"] for chip in chips] == [
        f"{FI}?price=free&access=open",
        f"{FI}?q=palvelu&access=open",
        f"{FI}?q=palvelu&price=free",
        FI,
    ]


def test_nothing_found_offers_only_what_finds_something(client):
    service(price_kind="free")
    page = read(client, f"{FI}?q=olematon&price=free")
    assert page.select_one("#tulokset").get_text() == "Näillä valinnoilla ei löytynyt palvelua"
    assert [link.b.get_text() for link in page.select(".drop a")] == [
        "Hae ilman hakusanoja",
        "Katso kaikki palvelut",
    ]


def test_a_wrong_parameter_is_explained_and_what_was_typed_stays(client):
    service()
    long = "x" * 101
    page = read(client, f"{FI}?q={long}&theme=olematon")
    assert "Enintään 100 merkkiä. Nyt 101." in page.get_text()
    assert "olematon" in page.select_one(".err").get_text()
    assert page.select_one("#q")["value"] == long
    assert page.title.get_text().startswith("Virhe:")


def test_the_organisation_page_lists_its_own_and_its_units_services(client):
    city = organisation(name_fi="Kotkan kaupunki", phone="05 2345", website="https://www.kotka.fi/")
    unit = organisation(kind="unit", parent=city)
    service(provider=city)
    service(provider=unit)
    service()
    page = read(client, city.get_absolute_url("fi"))
    assert len(page.select("ol.cards > li")) == 2
    assert page.select_one("a[href^='tel:']") and page.select_one("a[href='https://www.kotka.fi/']")


def test_an_approximate_place_gets_no_exact_point_in_the_machine_readable_description(client):
    near = place(latitude=60.5, longitude=27.0, accuracy="approximate", point_source="Arvio")
    there = place(latitude=60.6, longitude=27.1, accuracy="exact", point_source="LIPAS")
    page = read(client, service(places=[near, there]).get_absolute_url("fi"))
    places = json.loads(page.select_one("script[type='application/ld+json']").string)["location"]
    assert [("geo" in row) for row in sorted(places, key=lambda row: "geo" in row)] == [False, True]


PAYLOAD = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def test_no_text_of_the_catalogue_becomes_markup(client):
    one = full_service()
    for record in [
        one,
        one.provider,
        *one.places.all(),
        *one.schedules.all(),
        *one.contacts.all(),
        *one.target_groups.all(),
    ]:
        names = [field.name for field in record._meta.concrete_fields]
        texts = [
            name
            for name in columns(
                "name",
                "summary",
                "description",
                "for_whom",
                "how_to",
                "first_visit",
                "price",
                "street",
                "access",
                "directions",
                "note",
                "label",
                "hours",
            )
            if name in names
        ]
        record.__class__.objects.filter(pk=record.pk).update(**dict.fromkeys(texts, PAYLOAD))
    one = Service.objects.get(pk=one.pk)
    one.refresh()
    for path in (
        one.get_absolute_url("fi"),
        one.get_absolute_url("sv"),
        FI,
        SV,
        one.provider.get_absolute_url("fi"),
    ):
        page = read(client, path)
        assert "alert(1)" in page.get_text()
        assert not page.select("img[onerror]")
        assert all(
            script.get("src") or script["type"] == "application/ld+json" for script in page.select("script")
        )


def test_a_search_word_is_shown_as_text(client):
    page = read(client, f"{FI}?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.select_one("#q")["value"] == "<script>alert(1)</script>"
    assert "alert(1)" not in "".join(script.get_text() for script in page.select("script"))


def test_a_contact_that_is_no_web_address_never_reaches_the_database():
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(service=service(), kind="web", value="javascript:alert(1)")


def test_only_the_languages_of_the_setting_are_offered(client, settings):
    settings.LANGUAGES = [("fi", "Suomi")]
    assert not read(client, "/fi/").select(".tools a[hreflang]")


def test_the_home_page_offers_the_same_numbers_as_the_pages_it_leads_to(client):
    municipalities()
    full_service()
    service()
    page = read(client, "/fi/")
    for link in page.select(".browse-municipalities a"):
        assert link.small.get_text() in read(client, link["href"]).select_one("#tulokset").get_text()


def test_sitemap_names_each_public_service_in_both_languages_and_no_other(client):
    public, hidden = service(), service(status="draft")
    text = client.get("/sitemap-services.xml").content.decode()
    assert public.get_absolute_url("fi") in text and public.get_absolute_url("sv") in text
    assert f"/{hidden.pk}/" not in text
    assert timezone.localdate().isoformat() in text
