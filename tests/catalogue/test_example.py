"""The example content: real, bilingual, sourced; loaded again without harm, removed in one command."""

import copy
import json
import re

import pytest
from django.core.management import CommandError, call_command

from catalogue.imports import example
from catalogue.models import Place, Service, SourceRecord, Theme
from organisations.models import Municipality, Organisation

CONTENT = example.documents()
NUMBER = re.compile(r"(?<!\d)(\+358|0)[\d\s-]{5,}\d")
PUBLIC_NUMBERS = {"052206000", "112", "116117", "0925250111", "0925250112"}


def test_every_text_is_there_in_finnish_and_in_swedish():
    missing = [
        (document["key"], field)
        for documents in CONTENT.values()
        for document in documents
        for field, value in document.items()
        if isinstance(value, dict) and field != "street" and not (value.get("fi") and value.get("sv"))
    ]
    assert not missing


def test_every_record_names_its_source():
    assert not [
        row["key"] for row in CONTENT["services"] if not row["source"].startswith(("http://", "https://"))
    ]


def test_only_public_switchboards_and_help_lines_are_given_as_numbers():
    text = json.dumps(CONTENT, ensure_ascii=False).replace("\\u00a0", " ").replace("\xa0", " ")
    found = {re.sub(r"\D", "", match.group()) for match in NUMBER.finditer(text)}
    assert found <= PUBLIC_NUMBERS


def test_no_price_time_or_text_is_promised_with_an_exclamation_mark():
    assert "!" not in json.dumps(CONTENT, ensure_ascii=False)


def test_an_approximate_point_says_that_it_is_one():
    for row in CONTENT["places"]:
        if row.get("lat"):
            assert row["accuracy"] in {"exact", "approximate", "municipality"} and row["point_source"], row[
                "key"
            ]
            assert row["accuracy"] != "exact" or "LIPAS" in row["point_source"], row["key"]


@pytest.fixture
def facts(db):
    call_command("load_facts", "--commit", verbosity=0)
    call_command("load_vocabularies", "--commit", verbosity=0)


@pytest.fixture
def few():
    """Three services with what they stand on."""
    services = CONTENT["services"][:3]
    places = {key for row in services for key in row.get("places", [])}
    return {
        "organisations": CONTENT["organisations"],
        "places": [p for p in CONTENT["places"] if p["key"] in places],
        "services": services,
    }


def load(content):
    loader = example.Loader().load(content)
    assert not loader.rejected
    return loader.report["services"]


@pytest.mark.long  # every browser journey stands on it too
def test_the_whole_content_serves_all_municipalities_and_all_themes_and_goes_in_one_command(facts):
    assert load(CONTENT)["new"] == Service.objects.published().count() >= 60
    assert not Service.objects.without_theme().exists()
    assert all(Service.objects.for_theme(theme.pk).exists() for theme in Theme.objects.all())
    for municipality in Municipality.objects.here():
        assert Service.objects.having("municipalities", [municipality.pk]).exists(), municipality
    assert Place.objects.exclude(latitude=None).count() >= 30
    assert {"county", "municipality", "ngo"} <= set(Service.objects.values_list("provider__kind", flat=True))
    assert not Service.objects.exclude(verified_at=None).exists()
    call_command("load_example", "--remove", "--commit", verbosity=0)
    assert not Service.objects.exists() and not Place.objects.exists() and not SourceRecord.objects.exists()
    assert set(Organisation.objects.values_list("kind", flat=True)) == {"county", "municipality"}


@pytest.mark.once
def test_a_second_time_nothing_changes(facts, few):
    load(few)
    before = list(Service.objects.order_by("pk").values())
    assert load(few) == {"unchanged": 3}
    assert list(Service.objects.order_by("pk").values()) == before


@pytest.mark.once
def test_a_correction_made_here_stays(facts, few):
    load(few)
    service = Service.objects.order_by("pk").first()
    service.summary_fi = "Korjattu täällä."
    service.save()
    changed = copy.deepcopy(few)
    changed["services"][0]["summary"]["fi"] = "Uusi teksti."
    assert load(changed) == {"edited here": 1, "unchanged": 2}
    service.refresh_from_db()
    assert service.summary_fi == "Korjattu täällä."


@pytest.mark.once
def test_a_new_version_of_an_untouched_record_comes_in(facts, few):
    load(few)
    changed = copy.deepcopy(few)
    changed["services"][0]["summary"]["fi"] = "Uusi teksti."
    assert load(changed) == {"changed": 1, "unchanged": 2}
    assert Service.objects.filter(summary_fi="Uusi teksti.").count() == 1


@pytest.mark.once
def test_a_record_deleted_here_is_not_made_again(facts, few):
    load(few)
    Service.objects.order_by("pk").first().delete()
    assert load(few) == {"deleted here": 1, "unchanged": 2}


def test_a_bad_record_is_named_and_left_out_and_the_others_come_in(facts, few):
    few = copy.deepcopy(few)
    few["services"][1]["classes"] = ["P999"]
    loader = example.Loader().load(few)
    assert [key for key, _ in loader.rejected] == [few["services"][1]["key"]]
    assert "P999" in loader.rejected[0][1]
    assert Service.objects.count() == 2


@pytest.mark.long
def test_a_dry_run_writes_nothing(facts):
    call_command("load_example", verbosity=0)
    assert not Service.objects.exists()


def test_what_something_made_here_leans_on_is_not_removed(facts, few):
    load(few)
    owner = Organisation.objects.exclude(kind__in=["county", "municipality"]).first()
    made_here = Service.objects.order_by("pk").first()
    Service.objects.create(provider=owner, name_fi="Oma", access_kind="open", format="group", area="county")
    assert made_here
    with pytest.raises(CommandError):
        call_command("load_example", "--remove", "--commit", verbosity=0)
    assert Organisation.objects.filter(pk=owner.pk).exists()


def test_another_county_gets_no_example_of_kymenlaakso(facts, settings):
    settings.HYTE_COUNTY = "02"
    call_command("load_example", "--commit", verbosity=0)
    assert not Service.objects.exists()


BAD = {
    "no record at all": None,
    "a text": "service",
    "no key": {"name": {"fi": "x", "sv": "x"}},
    "a name that is a text": {"name": "x"},
    "a name that is a number": {"name": {"fi": 5, "sv": "x"}},
    "another field under name": {"name": {"fi": "x", "sv": "x", "en_": "x"}},
    "blank names": {"name": {"fi": "  ", "sv": " "}},
    "unknown provider": {"provider": "nobody"},
    "a provider that is a list": {"provider": ["hva"]},
    "unknown place": {"places": ["nowhere"]},
    "no classes": {"classes": []},
    "classes that are nothing": {"classes": None},
    "unknown municipality": {"area": ["999"]},
    "no municipality": {"area": []},
    "unknown format": {"format": "magic"},
    "a time that is a number": {"schedules": [{"weekday": 1, "starts": 10}]},
    "a day that is none": {"schedules": [{"weekday": 9, "starts": "10:00"}]},
    "a contact that is a script": {"contacts": [{"kind": "web", "value": "javascript:alert(1)"}]},
    "a source that is a script": {"source": "javascript:alert(1)"},
    "not a number": {"source_year": float("nan")},
    "half a character": {"summary": {"fi": "\ud800", "sv": "x"}},
    "a text too long": {"summary": {"fi": "x" * 1_000_000, "sv": "x"}},
}


@pytest.mark.long
@pytest.mark.once
@pytest.mark.parametrize("fault", BAD)
def test_whatever_is_wrong_with_one_record_stays_with_that_record(facts, few, fault):
    few = copy.deepcopy(few)
    bad = BAD[fault]
    few["services"][1] = few["services"][1] | bad if isinstance(bad, dict) and fault != "no key" else bad
    loader = example.Loader().load(few)
    assert len(loader.rejected) == 1 and len(loader.rejected[0][1]) > 10
    assert Service.objects.count() == 2 == SourceRecord.objects.exclude(service=None).count()


def test_a_rejected_place_takes_along_the_service_that_happens_there(facts, few):
    few = copy.deepcopy(few)
    few["places"] = [{"key": "nowhere", "name": {"fi": "Ei", "sv": "Nej"}, "municipality": "999"}]
    few["services"][0]["places"] = ["nowhere"]
    few["services"][1]["places"] = few["services"][2]["places"] = []
    for row in few["services"]:
        row.pop("schedules", None)
    loader = example.Loader().load(few)
    assert [key for key, _ in loader.rejected] == ["nowhere", few["services"][0]["key"]]
    assert Service.objects.count() == 2
