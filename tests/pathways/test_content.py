"""Loading the first pathways: again and again without harm, all or nothing, and what people changed stays."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import override_settings

from catalogue.models import SourceRecord
from catalogue.models.choices import Status
from organisations.models import Organisation
from pathways import content
from pathways.models import Pathway, SavedSearch, Stage, Transition
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
SEARCH = {
    "key": "groups",
    "fi": {"name": "Ryhmät", "words": ""},
    "sv": {"name": "Grupper", "words": ""},
    "facets": {"format": ["group"]},
}
TEXTS = ("name", "slug", "lead", "for_whom", "gives", "duration", "easy", "bring_up", "print", "call")


def stage(key, lane, kind, **over):
    texts = {
        code: {"title": f"{key} {code}", "body": "B", "bring": "", "duration": ""} for code in ("fi", "sv")
    }
    return {"key": key, "lane": lane, "kind": kind, **texts, **over}


def document(**over):
    texts = {
        code: {name: f"{name}-{code}" for name in TEXTS} | {"questions": ["1?", "2?"]}
        for code in ("fi", "sv")
    }
    found = {
        "key": "exercise",
        "order": 1,
        "themes": ["exercise"],
        "owner": "kymhva",
        **texts,
        "referral": "exercise",
        "lanes": [
            {"key": "resident", "actor": "resident", "fi": "Sinä", "sv": "Du"},
            {"key": "adviser", "actor": "adviser", "fi": "Neuvoja", "sv": "Rådgivare"},
        ],
        "stages": [
            stage("need", "resident", "start", assessment="movement"),
            stage("talk", "adviser", "talk", services=["chair"], search="groups"),
            stage("own", "resident", "goal"),
        ],
        "transitions": [
            {"from": "need", "to": "talk", "fi": "", "sv": ""},
            {"from": "talk", "to": "own", "fi": "jos", "sv": "om"},
        ],
    }
    return copy.deepcopy(found) | over


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The folder of the content, with one pathway and one search; everything they lean on is there."""
    make.theme("exercise")
    make.organisation(kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue")
    make.source(make.service(name_fi="Tuolijumppa"), system="example", external_id="chair")
    (tmp_path / "pathways").mkdir()

    def write(*documents, searches=(SEARCH,)):
        for path in (tmp_path / "pathways").glob("*.json"):
            path.unlink()
        for one in documents:
            (tmp_path / "pathways" / f"{one['key']}.json").write_text(json.dumps(one))
        (tmp_path / "searches.json").write_text(json.dumps(list(searches)))

    write(document())
    real = content.documents
    monkeypatch.setattr(content, "documents", lambda: real(tmp_path))
    return write


def load(*arguments):
    call_command("load_pathways", *arguments or ["--commit"], verbosity=0)


def test_a_dry_run_writes_nothing(files, capsys):
    load("--verbosity=0")
    assert not Pathway.objects.exists()
    assert not SavedSearch.objects.exists()
    assert "pathways: 1 new" in capsys.readouterr().out


def test_the_content_is_brought_in_whole_and_public(files):
    load()
    pathway = Pathway.objects.get()
    assert (pathway.status, pathway.name_sv, pathway.questions_fi) == (Status.PUBLISHED, "name-sv", "1?\n2?")
    assert pathway.owner.name_fi == "Hyvinvointialue"
    talk = pathway.stages.get(key="talk")
    assert [service.name_fi for service in talk.services.all()] == ["Tuolijumppa"]
    assert talk.search.key == "groups"
    assert Transition.objects.get(to_stage__key="own").condition_sv == "om"


def test_again_is_without_harm(files, capsys):
    load()
    before = list(Stage.objects.values()), list(Transition.objects.values()), Stage.history.count()
    load()
    assert (list(Stage.objects.values()), list(Transition.objects.values()), Stage.history.count()) == before
    assert "pathways: 1 unchanged" in capsys.readouterr().out


def test_a_file_that_changed_changes_the_pathway_and_takes_away_what_it_has_no_more(files):
    load()
    changed = document()
    changed["stages"] = [changed["stages"][0], stage("plan", "adviser", "talk"), changed["stages"][2]]
    changed["transitions"] = [{"from": "need", "to": "plan"}, {"from": "plan", "to": "own"}]
    changed["fi"]["name"] = "Toinen"
    files(changed)
    load()
    assert list(Stage.objects.order_by("order").values_list("key", flat=True)) == ["need", "plan", "own"]
    assert Pathway.objects.get().name_fi == "Toinen"


@pytest.mark.parametrize("rows", ["pathway", "stage", "transition"])
def test_what_a_person_changed_stays_as_it_is(files, rows, capsys):
    load()
    pathway = Pathway.objects.get()
    row = {"pathway": pathway, "stage": pathway.stages.first(), "transition": pathway.transitions.first()}[
        rows
    ]
    row._history_user = make.user()
    row.save()
    changed = document()
    changed["fi"]["name"] = "Toinen"
    files(changed)
    load()
    assert Pathway.objects.get().name_fi == "name-fi"
    assert "1 edited here" in capsys.readouterr().out


def test_what_a_person_deleted_does_not_come_back(files):
    load()
    pathway = Pathway.objects.get()
    pathway._history_user = make.user()
    pathway.delete()
    load()
    assert not Pathway.objects.exists()


def test_a_pathway_that_was_taken_away_stays_away(files):
    load()
    Pathway.objects.get().archive(by=None)
    load()
    assert Pathway.objects.get().status == Status.ARCHIVED


WRONG = {
    "an unknown service": (
        {"stages": [stage("need", "resident", "start", services=["nothing", "chair"])]},
        "nothing",
    ),
    "an unknown search": ({"stages": [stage("need", "resident", "start", search="nothing")]}, "nothing"),
    "an unknown lane": ({"stages": [stage("need", "nowhere", "start")]}, "nowhere"),
    "an unknown theme": ({"themes": ["nothing"]}, "nothing"),
    "an unknown owner": ({"owner": "nobody"}, "nobody"),
    "a key that is missing": ({"lanes": [{"key": "resident"}]}, "actor"),
    "no stages": ({"stages": [], "transitions": []}, "alku"),
    "a way to nowhere": ({"transitions": [{"from": "need", "to": "nowhere"}]}, "nowhere"),
    "a text nobody knows": ({"fi": {"title": "x"}}, "title"),
    "a kind that is none": ({"stages": [stage("need", "resident", "begin")]}, "begin"),
    "a text that is too long": ({"stages": [stage("x" * 40, "resident", "start")]}, "key"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_mistake_is_named_and_nothing_is_written(files, fault):
    over, named = WRONG[fault]
    files(document(key="good"), document(**over))
    with pytest.raises(CommandError, match=f"(?s)exercise: .*{named}"):
        load()
    assert not Pathway.objects.exists()
    assert not SavedSearch.objects.exists()


def test_a_service_that_was_deleted_here_is_left_out(files):
    SourceRecord.objects.get(external_id="chair").service.delete()
    load()
    assert not Stage.objects.get(key="talk").services.exists()


def test_other_counties_have_no_pathways_to_load(files, capsys):
    with override_settings(HYTE_COUNTY="08"):
        load()
    assert not Pathway.objects.exists()
    assert "nothing to load" in capsys.readouterr().out
