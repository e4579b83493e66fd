"""Pathways as records: addresses, freshness, what follows a change, what pages read of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from catalogue import snapshot
from catalogue.models import Catalogue
from catalogue.models.choices import Status
from pathways import reading, searches
from pathways.models import Lane, Pathway, SavedSearch
from tests import factories as make

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]


def version():
    return Catalogue.objects.state()[0]


# ------------------------------------------------------------ addresses
def test_a_former_address_is_kept_and_comes_back_as_the_present_one():
    pathway = making.pathway(slug_fi="vanha")
    pathway.slug_fi = "uusi"
    pathway.save()
    assert pathway.former_slugs == ["vanha"]
    pathway.slug_fi = "vanha"
    pathway.save()
    assert pathway.former_slugs == ["uusi"]


@pytest.mark.parametrize(("field", "slug"), [("slug_fi", "kokonaisuus"), ("slug_sv", "helheten")])
def test_a_pathway_does_not_take_an_address_of_the_portal(field, slug):
    pathway = making.pathway()
    setattr(pathway, field, slug)
    with pytest.raises(ValidationError) as refused:
        pathway.full_clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize("key", ["Own test", "ÄITI", "a/b", "a_b", "A"])
def test_a_key_is_plain(key):
    pathway = making.pathway()
    pathway.key = key
    with pytest.raises(ValidationError):
        pathway.full_clean()


# ------------------------------------------------------------ freshness
def test_a_confirmation_has_a_person_and_the_next_date():
    pathway, person, owner = making.pathway(), make.user(), make.organisation()
    pathway.verify(by=person, organisation=owner, now=timezone.now())
    pathway.refresh_from_db()
    assert (pathway.verified_by, pathway.verified_for) == (person, owner)
    assert pathway.next_review_on == timezone.localdate() + timedelta(days=180)
    [read] = reading.pathways(snapshot.current(), "fi").values()
    assert read.fresh.state == "ok"


# ------------------------------------------------------------ the version of the catalogue follows
CHANGES = {
    "the pathway": lambda pathway: pathway.save(),
    "a lane": lambda pathway: pathway.lanes.first().save(),
    "a new lane": lambda pathway: Lane.objects.create(
        pathway=pathway, key="new", actor="group", name_fi="Ryhmä", name_sv="Grupp"
    ),
    "a stage": lambda pathway: pathway.stages.first().save(),
    "a transition": lambda pathway: pathway.transitions.first().save(),
    "a transition goes": lambda pathway: pathway.transitions.first().delete(),
    "a stage goes": lambda pathway: pathway.stages.first().delete(),
    "themes": lambda pathway: pathway.themes.add(make.theme("nature")),
    "themes go": lambda pathway: pathway.themes.clear(),
    "services": lambda pathway: pathway.stages.first().services.add(make.service()),
    "a saved search": lambda pathway: making.search("other"),
    "a saved search goes": lambda pathway: SavedSearch.objects.get(key="kept").delete(),
    "the pathway goes": lambda pathway: pathway.delete(),
    "publishing": lambda pathway: pathway.archive(by=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_moves_the_version(change):
    pathway = making.pathway()
    making.search("kept")
    before = version()
    CHANGES[change](pathway)
    assert version() > before


# ------------------------------------------------------------ what pages read
def test_a_draft_and_an_archived_pathway_are_read_by_nobody(language):
    shown = making.pathway()
    making.pathway(status=Status.DRAFT)
    gone = making.pathway(status=Status.ARCHIVED)
    now = snapshot.current()
    assert list(reading.pathways(now, language)) == [shown.key]
    slug = getattr(gone, f"slug_{language}")
    assert reading.at(now, language, slug) is None
    assert reading.gone(now, language, slug) == getattr(gone, f"name_{language}")


def test_a_pathway_is_read_in_the_language_of_the_page(language):
    row = making.full()
    [read] = reading.pathways(snapshot.current(), language).values()
    assert (read.name, read.name.lang) == (getattr(row, f"name_{language}"), "")
    assert [stage.number for stage in read.stages] == [1, 2, 3, 4]
    assert read.stages[1].title == {"fi": "Vaihe talk", "sv": "Steg talk"}[language]
    assert read.addresses == {code: row.get_absolute_url(code) for code in ("fi", "sv")}
    assert read.assessment == "movement"


def test_a_text_of_the_other_language_carries_its_language():
    making.pathway(lead_sv="")
    [read] = reading.pathways(snapshot.current(), "sv").values()
    assert read.lead.lang == "fi"
    assert read.only_elsewhere


def test_a_stage_is_found_by_its_name():
    row = making.pathway(key="exercise")
    now = snapshot.current()
    pathway, stage = reading.stage(now, "fi", "exercise/talk")
    assert (pathway.key, stage.key, stage.url) == ("exercise", "talk", f"{row.get_absolute_url('fi')}#talk")
    for name in ("exercise/none", "none/talk", "exercise", "", "/", "exercise/talk/x", "\0", "x" * 100_000):
        assert reading.stage(now, "fi", name) is None


def test_only_public_services_stand_on_a_stage():
    pathway = making.pathway()
    shown, hidden = make.service(), make.service(status="draft")
    pathway.stages.get(key="talk").services.set([shown, hidden])
    _pathway, stage = reading.stage(snapshot.current(), "fi", f"{pathway.key}/talk")
    assert stage.services == (shown.pk,)
    shown.archive(by=None)
    _pathway, stage = reading.stage(snapshot.current(), "fi", f"{pathway.key}/talk")
    assert stage.services == ()


def test_reading_asks_the_database_once_a_version_whatever_there_is(django_assert_num_queries, language):
    making.full()
    now = snapshot.current()
    with django_assert_num_queries(7):
        reading.pathways(now, language)
    with django_assert_num_queries(0):
        reading.pathways(now, language)
        reading.pathways(now, "sv" if language == "fi" else "fi")
    for _ in range(5):
        making.full()
    now = snapshot.current()
    with django_assert_num_queries(7):
        reading.pathways(now, language)


# ------------------------------------------------------------ saved searches
def test_a_saved_search_finds_what_its_filters_and_words_say(language):
    make.municipalities()
    making.search("yoga", words_fi="jooga", words_sv="yoga", facets={"price": ["free"]})
    wanted = make.service(name_fi="Joogaa", name_sv="Yoga", price_kind="free")
    make.service(name_fi="Joogaa rahalla", name_sv="Yoga för pengar", price_kind="paid")
    make.service(name_fi="Muuta", name_sv="Annat", price_kind="free")
    found = searches.found(snapshot.current(), language, "yoga")
    assert found.order == [wanted.pk]
    assert found.services == 1 << wanted.pk


def test_a_saved_search_follows_the_catalogue():
    making.search()
    assert searches.found(snapshot.current(), "fi", "groups").order == []
    service = make.service(format="group")
    assert searches.found(snapshot.current(), "fi", "groups").order == [service.pk]
    service.archive(by=None)
    assert searches.found(snapshot.current(), "fi", "groups").order == []


def test_a_saved_search_is_narrowed_to_the_municipality_its_own_services_first():
    kotka, hamina = make.municipality("285"), make.municipality("075")
    making.search()
    everywhere = make.service()
    own = make.service(area="municipalities", municipalities=[kotka])
    other = make.service(area="municipalities", municipalities=[hamina])
    now = snapshot.current()
    assert searches.narrowed(now, "fi", "groups", "285") == [own.pk, everywhere.pk]
    assert set(searches.narrowed(now, "fi", "groups")) == {own.pk, everywhere.pk, other.pk}


@pytest.mark.parametrize("key", ["", "nothing", "\0", "x" * 10_000])
def test_a_search_that_nobody_knows_finds_nothing(key):
    make.service()
    now = snapshot.current()
    assert searches.found(now, "fi", key).order == []
    assert searches.narrowed(now, "fi", key, "285") == []
    assert searches.address(now, "fi", key) == "/fi/palvelut/"


def test_the_address_of_a_search_shows_the_same_services(client, language):
    make.municipalities()
    making.search("yoga", words_fi="jooga", words_sv="yoga", facets={"price": ["free"], "format": ["group"]})
    make.service(name_fi="Joogaa", name_sv="Yoga", price_kind="free")
    now = snapshot.current()
    path = searches.address(now, language, "yoga", "285")
    with override(language):
        page = client.get(path).content.decode()
    assert ("Joogaa" if language == "fi" else "Yoga") in page
    assert "municipality=285" in path


@pytest.mark.parametrize(
    "facets",
    [
        {"colour": ["red"]},
        {"municipality": ["285"]},
        {"price": ["gratis"]},
        {"price": "free"},
        {"price": [1]},
        ["price"],
        "price",
        {"price": [["free"]]},
    ],
)
def test_filters_that_nobody_knows_are_refused(facets):
    wrong = making.search()
    wrong.facets = facets
    with pytest.raises(ValidationError):
        wrong.full_clean()


def test_known_filters_are_accepted():
    theme = make.theme("nature")
    found = making.search(
        facets={"theme": [theme.pk], "format": ["group", "course"], "barrier": ["step_free"]}
    )
    found.full_clean()


def test_history_tells_who_changed_a_pathway():
    person, pathway = make.user(), making.pathway()
    pathway.verify(by=person, organisation=make.organisation())
    assert pathway.history.first().history_user == person
    assert Pathway.history.filter(key=pathway.key).exists()
