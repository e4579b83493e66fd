"""Services of the national registry: every trap of its schema, on records of our own."""

import pytest

from catalogue.models import Keyword, LifeEvent, Service
from catalogue.models.choices import Access, Area, Status
from tests import factories
from tests.catalogue.imports import ptv

pytestmark = pytest.mark.once  # how records are read does not hang on the database

SPELLINGS = {
    "FreeOfCharge": "free",
    "Free": "free",
    "Chargeable": "paid",
    "Charged": "paid",
    "Other": "varies",
}


def only(bring, *channels, provider=None, **over):
    """The one service that comes of these values."""
    provider = provider or ptv.organisation()
    bring(provider, *channels, ptv.service(provider, *channels, **over))
    return Service.objects.get()


def test_a_published_service_is_public_at_once_and_not_confirmed(bring):
    made = only(bring)
    assert (made.status, made.provenance, made.verified_at) == (Status.PUBLISHED, "ptv", None)
    assert (made.name_fi, made.name_sv) == ("Tuolijumppa", "Stolgymnastik")
    assert (made.summary_fi, made.description_sv) == ("Jumppaa istuen.", "En lugn grupp.")


def test_what_the_registry_does_not_know_is_not_guessed(bring):
    made = only(bring)
    assert (made.format, made.access_kind, made.evening) == ("", Access.SELF, False)


def test_null_descriptions_are_no_texts(bring):
    texts = [
        {"language": "fi", "value": None, "type": "Description"},
        {"language": "sv", "value": None, "type": "UserInstruction"},
        {"language": "fi", "value": "Tiivistelmä.", "type": "Summary"},
    ]
    made = only(bring, serviceDescriptions=texts, requirements=[{"language": "fi", "value": None}])
    assert (made.summary_fi, made.description_fi, made.how_to_sv, made.for_whom_fi) == (
        "Tiivistelmä.",
        "",
        "",
        "",
    )


@pytest.mark.parametrize("empty", [None, [], {}, "kanavat"])
def test_no_channels_are_no_channels_however_they_are_written(bring, empty):
    made = only(bring, serviceChannels=empty)
    assert not made.contacts.exists() and not made.places.exists()


def test_a_municipality_area_has_its_codes_inside(bring):
    made = only(bring, areas=[ptv.area("Municipality", "285", "075")])
    assert made.area == Area.MUNICIPALITIES
    assert {row.pk for row in made.municipalities.all()} == {"285", "075"}


def test_municipality_codes_without_their_zero_are_the_same_municipalities(bring):
    made = only(bring, areas=[ptv.area("Municipality", "75")])
    assert [row.pk for row in made.municipalities.all()] == ["075"]


@pytest.mark.parametrize(
    ("kind", "code"), [("WellbeingServiceCounties", "10"), ("Region", "08"), ("Province", "08")]
)
def test_an_area_that_is_the_county_means_the_whole_county(bring, kind, code):
    assert only(bring, areas=[ptv.area(kind, code)]).area == Area.COUNTY


def test_an_area_nobody_uses_any_more_counts_by_its_municipalities(bring):
    old = ptv.area("HospitalDistrict", "08") | {"municipalities": [ptv.municipality("286")]}
    assert [row.pk for row in only(bring, areas=[old]).municipalities.all()] == ["286"]


def test_a_municipality_that_was_merged_away_is_told_and_the_rest_comes_in(bring):
    found = bring(one := ptv.organisation(), ptv.service(one, areas=[ptv.area("Municipality", "911", "285")]))
    assert "There is no municipality 911 (any more)." in found.said
    assert [row.pk for row in Service.objects.get().municipalities.all()] == ["285"]


@pytest.mark.parametrize(
    "kind", ["Nationwide", "NationwideExceptAlandIslands", "WholeCountry", "WholeCountryExceptAlandIslands"]
)
def test_nationwide_in_every_spelling_is_the_whole_country(bring, kind):
    made = only(bring, areaType=kind, areas=[])
    assert (made.area, made.municipalities.count()) == (Area.NATIONWIDE, 0)


def test_a_service_that_says_nowhere_where_it_is_given_is_rejected(bring):
    found = bring(one := ptv.organisation(), ptv.service(one, areaType=None, areas=None))
    assert found.counts["service"] == {"rejected": 1}
    assert found.said == ["It does not say where it is given."]


@pytest.mark.parametrize(
    "item",
    [
        {"code": "P27.1", "uri": None},
        {"code": None, "uri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P27.1"},
        {"code": None, "uri": "http://urn.fi/URN:NBN:fi:au:ptvl:v1211"},
        {
            "code": "",
            "uri": "http://urn.fi/URN:NBN:fi:au:ptvl:v9999",
            "newUri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P27.1",
        },
    ],
)
def test_a_class_is_known_by_its_code_or_by_either_of_its_uris(bring, item):
    assert [row.pk for row in only(bring, serviceClasses=[item]).classes.all()] == ["P27.1"]


def test_an_unknown_code_is_told_and_does_not_keep_the_service_out(bring):
    found = bring(one := ptv.organisation(), ptv.service(one, serviceClasses=[ptv.term("P99")]))
    assert found.said == ["The code list has no P99."]
    assert Service.objects.get().classes.count() == 0


def test_groups_events_languages_and_keywords_come_with_their_uris(bring):
    concept = {
        "uri": "http://www.yso.fi/onto/koko/p11070",
        "code": None,
        "name": ptv.texts("uimahallit", "simhallar"),
    }
    made = only(
        bring,
        lifeEvents=[ptv.term("KE4.3")],
        ontologyTerms=[concept],
        languages=["fi", "SV", "sgn-fi", "xx", None],
    )
    assert [row.pk for row in made.target_groups.all()] == ["KR1.1"]
    assert list(made.life_events.all()) == [LifeEvent.objects.get(pk="KE4.3")]
    assert {row.pk for row in made.languages.all()} == {"fi", "sv"}
    assert Keyword.objects.get(uri=concept["uri"]).name_sv == "simhallar"
    assert "uimahallit" in factories.words_of(made)


@pytest.mark.parametrize(("written", "read"), [*SPELLINGS.items(), (None, ""), ("Odd", "")])
def test_charges_are_read_in_the_spelling_of_every_version(bring, written, read):
    assert only(bring, serviceChargeType=written).price_kind == read


def test_texts_of_older_versions_are_read_as_their_present_kinds(bring):
    texts = ptv.texts("Lyhyesti.", kind="ShortDescription") + ptv.texts(
        "Soita.", kind="ServiceUserInstruction"
    )
    made = only(bring, serviceDescriptions=texts)
    assert (made.summary_fi, made.how_to_fi) == ("Lyhyesti.", "Soita.")


def test_conditions_instructions_times_and_price_stand_where_residents_look_for_them(bring):
    kinds = {"UserInstruction": "Varaa aika.", "ProcessingTime": "Viikko.", "ChargeTypeAdditionalInfo": "5 €"}
    texts = [item for kind, text in kinds.items() for item in ptv.texts(text, kind=kind)]
    made = only(bring, serviceDescriptions=texts, requirements=ptv.texts("Yli 65-vuotiaille."))
    assert (made.how_to_fi, made.price_fi) == ("Varaa aika.\n\nViikko.", "5 €")
    assert made.for_whom_fi == "Yli 65-vuotiaille."


def test_a_general_description_gives_its_texts_first_and_its_classes_too(bring):
    general = ptv.description(
        requirements=ptv.texts("Kaikille."),
        serviceClasses=[ptv.term("P27.1")],
        serviceChargeType="FreeOfCharge",
    )
    provider = ptv.organisation()
    bring(
        provider,
        general,
        ptv.service(provider, generalDescriptionId=general["id"], serviceClasses=[], serviceChargeType=None),
    )
    made = Service.objects.get()
    assert made.description_fi == "Yleinen kuvaus.\n\nRauhallinen ryhmä."
    assert (made.for_whom_fi, made.price_kind) == ("Kaikille.", "free")
    assert [row.pk for row in made.classes.all()] == ["P27.1"]


def test_texts_merged_by_the_registry_are_not_said_twice(bring):
    texts = ptv.texts("Yleinen kuvaus.", kind="GD_Description") + ptv.texts("Oma.", kind="Description")
    assert only(bring, serviceDescriptions=texts).description_fi == "Yleinen kuvaus.\n\nOma."


def test_a_changed_general_description_changes_the_services_that_lean_on_it(bring):
    general, provider = ptv.description(), ptv.organisation()
    bring(provider, general, ptv.service(provider, generalDescriptionId=general["id"]))
    found = bring(general | {"descriptions": ptv.texts("Uusi yleinen.", kind="Description")})
    assert found.counts["service"] == {"changed": 1}
    assert Service.objects.get().description_fi == "Uusi yleinen.\n\nRauhallinen ryhmä."


def test_a_name_in_neither_finnish_nor_swedish_keeps_the_service_out(bring):
    provider = ptv.organisation()
    found = bring(provider, ptv.service(provider, serviceNames=ptv.texts(en="Only English", kind="Name")))
    assert found.said == ["It has no name in Finnish or Swedish."]


def test_the_name_a_record_prefers_to_be_shown_by_is_the_shown_one(bring):
    names = ptv.texts("Virallinen", kind="Name") + ptv.texts("Kutsumanimi", kind="AlternateName")
    made = only(bring, serviceNames=names, displayNameType=[{"language": "fi", "type": "AlternativeName"}])
    assert made.name_fi == "Kutsumanimi"


def test_sami_texts_are_left_in_the_record_as_read(bring):
    names = ptv.texts("Nimi", kind="Name") + [{"language": "se", "value": "Davvisámegiella", "type": "Name"}]
    made = only(bring, serviceNames=names)
    assert (made.name_fi, made.name_sv) == ("Nimi", "")
    assert "Davvisámegiella" in str(made.sources.get().raw)


def test_markup_is_cleaned_and_hostile_texts_are_only_texts(bring):
    texts = ptv.texts("<p>Rivi &amp; toinen</p><script>alert(1)</script>", kind="Description")
    made = only(bring, fi="<b>Nimi</b>\u202e", serviceDescriptions=texts)
    assert (made.name_fi, made.description_fi) == ("Nimi", "Rivi & toinen")


def test_texts_longer_than_their_column_are_cut_at_a_word_and_told(bring):
    provider = ptv.organisation()
    found = bring(
        provider, ptv.service(provider, serviceDescriptions=ptv.texts("sana " * 60, kind="Summary"))
    )
    made = Service.objects.get()
    assert len(made.summary_fi) <= 150 and made.summary_fi.endswith("sana…")
    assert found.said == ["Too long, shortened: summary_fi"]
