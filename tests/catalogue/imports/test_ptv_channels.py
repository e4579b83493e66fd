"""Channels of all five kinds as ways to reach a service: phones, e-mails, addresses of the web."""

import pytest

from catalogue.models import Contact, Service
from tests.catalogue.imports import ptv

pytestmark = pytest.mark.once  # how records are read does not hang on the database


def values(kind=None):
    rows = Contact.objects.all() if kind is None else Contact.objects.filter(kind=kind)
    return [row.value for row in rows]


# ------------------------------------------------------------ the five kinds
@pytest.mark.parametrize(
    ("kind", "contact", "value"),
    [
        ("Phone", "phone", "040 1234567"),
        ("EChannel", "e_service", "https://asiointi.kotka.fi/varaa"),
        ("WebPage", "web", "https://www.kotka.fi/liikunta"),
        ("PrintableForm", "web", "https://www.kotka.fi/lomake.pdf"),
        ("ServiceLocation", "phone", "040 1234567"),
    ],
)
def test_every_kind_of_channel_is_a_way_to_the_service(bring_channels, kind, contact, value):
    bring_channels(ptv.channel(kind))
    assert values(contact) == [value]


def ways():
    made = Service.objects.get()
    return [name for name in ("on_site", "remote", "at_home", "by_phone") if getattr(made, name)]


@pytest.mark.parametrize(
    ("kind", "here", "everywhere"),
    [
        ("ServiceLocation", ["on_site"], ["on_site"]),
        ("Phone", [], ["by_phone"]),
        ("EChannel", [], ["remote"]),
        ("WebPage", [], []),
    ],
)
def test_a_local_service_is_given_where_its_place_is_and_nothing_else_is_concluded(
    bring_channels, kind, here, everywhere
):
    bring_channels(ptv.channel(kind), fi="Paikallinen")
    assert ways() == here
    Service.objects.all().delete()
    bring_channels(ptv.channel(kind), fi="Valtakunnallinen", areaType="Nationwide", areas=[])
    assert ways() == everywhere


def test_a_contact_carries_the_name_of_its_channel_in_each_language(bring_channels):
    bring_channels(ptv.channel("Phone", fi="Ajanvaraus", sv="Tidsbokning"))
    row = Contact.objects.get()
    assert (row.label_fi, row.label_sv) == ("Ajanvaraus", "Tidsbokning")


def test_a_channel_that_nobody_read_is_told(bring_channels):
    found = bring_channels(links=[ptv.link(ptv.channel())])
    assert found.said == ["1 of its channels were not among what was read."]


# ------------------------------------------------------------ phones
@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        (ptv.phone("447943552"), "044 7943552"),
        (ptv.phone("0447943552"), "044 7943552"),
        (ptv.phone("0600 12345", prefixNumber=None, isFinnishServiceNumber=True), "0600 12345"),
        (ptv.phone("116117", prefixNumber=None, isFinnishServiceNumber=True), "116117"),
        (ptv.phone("812345678", prefixNumber="+46"), "+46 8 123 456 78"),
    ],
)
def test_a_number_is_written_as_people_dial_it(bring_channels, phone, shown):
    bring_channels(ptv.channel("Phone", phoneNumbers=[phone]))
    assert values() == [shown]


@pytest.mark.parametrize(
    "phone",
    [ptv.phone(None), ptv.phone(""), ptv.phone("401234567", type="Fax"), ptv.phone("kysy vahtimestarilta")],
)
def test_a_fax_a_missing_number_and_words_are_no_phones(bring_channels, phone):
    bring_channels(ptv.channel("Phone", phoneNumbers=[phone]))
    assert values() == []


def test_one_number_in_three_languages_is_one_contact(bring_channels):
    numbers = [ptv.phone(language=code, additionalInformation=f"Info {code}") for code in ("fi", "sv", "en")]
    bring_channels(ptv.channel("Phone", phoneNumbers=numbers))
    row = Contact.objects.get()
    assert (row.label_fi, row.label_sv, row.label_en, row.language) == ("Info fi", "Info sv", "Info en", None)


def test_different_numbers_for_two_languages_say_which_is_whose(bring_channels):
    numbers = [ptv.phone("401234567", language="fi"), ptv.phone("407654321", language="sv")]
    bring_channels(ptv.channel("Phone", phoneNumbers=numbers))
    assert {row.value: row.language_id for row in Contact.objects.all()} == {
        "040 1234567": "fi",
        "040 7654321": "sv",
    }


def test_what_a_call_costs_stands_with_the_number(bring_channels):
    bring_channels(
        ptv.channel(
            "Phone", phoneNumbers=[ptv.phone(additionalInformation="Vaihde", chargeDescription="pvm")]
        )
    )
    assert Contact.objects.get().label_fi == "Vaihde, pvm"


def test_when_a_phone_is_answered_is_said_in_both_languages(bring_channels):
    week = [ptv.hours(("Monday", "Friday", "08:00:00", "16:00:00"))]
    bring_channels(ptv.channel("Phone", serviceHours=week))
    row = Contact.objects.get()
    assert (row.hours_fi, row.hours_sv) == ("ma–pe klo\xa08–16", "må–fr kl.\xa08–16")


# ------------------------------------------------------------ addresses of the web
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://www.example.com",
        "http://",
        "ftp://kotka.fi",
        "https://x y",
        "value",
        "//kotka.fi",
        "https://user:pw@kotka.fi/",
    ],
)
def test_an_address_that_cannot_or_may_not_work_is_left_out_and_told(bring_channels, url):
    found = bring_channels(ptv.channel("WebPage", webPages=[ptv.page(url)]))
    assert values() == []
    assert [text.partition(":")[0] for text in found.said] == ["A contact that cannot work was left out"]


def test_an_address_without_its_scheme_gets_one(bring_channels):
    bring_channels(ptv.channel("WebPage", webPages=[ptv.page("www.kotka.fi/sali")]))
    assert values() == ["https://www.kotka.fi/sali"]


def test_a_wrong_email_is_left_out(bring_channels):
    emails = [{"language": "fi", "value": "ei ole"}, {"language": "fi", "value": "info@kotka.fi"}]
    bring_channels(ptv.channel(phoneNumbers=[], emails=emails))
    assert values() == ["info@kotka.fi"]


def test_what_the_service_says_of_its_own_at_a_channel_counts_too(bring_channels):
    where = ptv.channel("Phone")
    own = {"phoneNumbers": [ptv.phone("405550000")], "emails": ptv.texts("jumppa@kotka.fi"), "webPages": None}
    bring_channels(where, links=[ptv.link(where, contactDetails=own)])
    assert values() == ["040 1234567", "040 5550000", "jumppa@kotka.fi"]


def test_a_hundred_contacts_are_forty(bring_channels):
    pages = [ptv.page(f"https://www.kotka.fi/{number}") for number in range(100)]
    bring_channels(ptv.channel("WebPage", webPages=pages))
    assert len(values()) == 40
