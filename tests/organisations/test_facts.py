"""Counties, municipalities and public bodies from the product's own data files."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from organisations.county import counties, fact
from organisations.models import Municipality, Organisation, WellbeingCounty

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
# The language guide, section 4.1.
FORMS = {
    "285": ("Kotkan", "Kotkassa", "Kotkaan", "Kotkasta", "Kotkas", "i Kotka"),
    "286": ("Kouvolan", "Kouvolassa", "Kouvolaan", "Kouvolasta", "Kouvolas", "i Kouvola"),
    "075": ("Haminan", "Haminassa", "Haminaan", "Haminasta", "Fredrikshamns", "i Fredrikshamn"),
    "624": ("Pyhtään", "Pyhtäällä", "Pyhtäälle", "Pyhtäältä", "Pyttis", "i Pyttis"),
    "935": ("Virolahden", "Virolahdella", "Virolahdelle", "Virolahdelta", "Vederlax", "i Vederlax"),
    "489": ("Miehikkälän", "Miehikkälässä", "Miehikkälään", "Miehikkälästä", "Miehikkäläs", "i Miehikkälä"),
}


def load():
    call_command("load_facts", "--commit", verbosity=0)


def test_all_308_municipalities_and_23_counties_come_in():
    load()
    assert Municipality.objects.count() == 308
    assert WellbeingCounty.objects.count() == 23
    assert not WellbeingCounty.objects.filter(municipalities=None).exists()


def test_the_six_have_the_forms_of_the_language_guide():
    load()
    for code, forms in FORMS.items():
        row = Municipality.objects.get(pk=code)
        assert (
            row.name_of_fi,
            row.name_in_fi,
            row.name_to_fi,
            row.name_from_fi,
            row.name_of_sv,
            row.name_in_sv,
        ) == forms


def test_a_form_corrected_here_stays_when_the_facts_are_loaded_again():
    load()
    Municipality.objects.filter(pk="624").update(name_in_fi="Pyhtäässä")
    load()
    assert Municipality.objects.get(pk="624").name_in_fi == "Pyhtäässä"


def test_a_second_time_nothing_is_new():
    load()
    before = Organisation.objects.count()
    load()
    assert Organisation.objects.count() == before == 7


@pytest.mark.parametrize("code", [code for code in counties() if code != "10"])
def test_every_other_county_starts_with_its_own_municipalities(code, settings, client):
    settings.HYTE_COUNTY = code
    load()
    here = Municipality.objects.here()
    assert {row.pk for row in here} == set(
        Municipality.objects.filter(county_id=code).values_list("pk", flat=True)
    )
    assert Organisation.objects.filter(kind="municipality").count() == here.count() > 0
    for language in ("fi", "sv"):
        page = client.get(f"/{language}/")
        assert page.status_code == 200
        assert fact("area_in", language) in page.content.decode()


def test_an_unknown_county_stops_the_command(settings):
    settings.HYTE_COUNTY = "99"
    with pytest.raises(ImproperlyConfigured):
        load()


def test_a_dry_run_writes_nothing():
    call_command("load_facts", verbosity=0)
    assert not Municipality.objects.exists()
