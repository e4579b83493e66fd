"""Records of the national registry as records: their state, who answers for them, bad ones, twice the same."""

import pytest

from catalogue.models import Keyword, Place, Service, SourceRecord
from catalogue.models.choices import Status
from organisations.models import Organisation
from tests.catalogue.imports import ptv

pytestmark = pytest.mark.seldom


@pytest.mark.parametrize("state", ["Draft", "Modified", "Something"])
def test_what_is_not_published_there_is_left_out(bring, state):
    found = bring(one := ptv.organisation(), ptv.service(one, publishingStatus=state))
    assert found.counts["service"] == {"skipped": 1} and not Service.objects.exists()


@pytest.mark.parametrize("state", ["Deleted", "Archived", "Withdrawn"])
def test_a_record_that_was_deleted_or_withdrawn_is_archived_here(bring, state):
    provider = ptv.organisation()
    before = ptv.service(provider)
    bring(provider, before)
    found = bring(before | {"publishingStatus": state})
    assert found.counts["service"] == {"gone": 1}
    assert Service.objects.get().status == Status.ARCHIVED
    assert bring(before | {"publishingStatus": state}).counts == {}


def test_a_record_that_comes_back_is_public_again(bring):
    provider = ptv.organisation()
    before = ptv.service(provider)
    bring(provider, before)
    bring(before | {"publishingStatus": "Deleted"})
    assert bring(before).counts["service"] == {"changed": 1}
    assert Service.objects.get().status == Status.PUBLISHED


def test_the_organisation_that_is_responsible_provides_and_the_others_produce(bring):
    first, second, third = (ptv.organisation(fi=f"Yhdistys {name}", sv=None) for name in "abc")
    roles = [("Producer", first), ("Responsible", second), ("OtherResponsible", third)]
    who = [{"roleType": role, "organization": {"id": one["id"], "name": "x"}} for role, one in roles]
    bring(first, second, third, ptv.service(second, organizations=who))
    made = Service.objects.get()
    assert made.provider.name_fi == "Yhdistys b"
    assert {row.name_fi for row in made.producers.all()} == {"Yhdistys a", "Yhdistys c"}


def test_an_organisation_nobody_read_is_made_from_its_name(bring):
    provider = ptv.organisation()
    found = bring(ptv.service(provider))
    made = Service.objects.get().provider
    assert (made.name_fi, made.kind, str(made.ptv_id)) == (
        "Järjestäjä",
        Organisation.Kind.OTHER,
        provider["id"],
    )
    assert found.counts["organisation"] == {"new": 1}
    bring(provider)
    made.refresh_from_db()
    assert (made.name_fi, made.kind) == ("Meren Kuntoilijat ry", Organisation.Kind.NGO)


@pytest.mark.parametrize("who", [None, [], [{"roleType": "Responsible", "organization": None}]])
def test_a_service_nobody_answers_for_is_rejected(bring, who):
    found = bring(ptv.service(ptv.organisation(), organizations=who))
    assert found.said == ["It names no organisation that answers for it."]


@pytest.mark.parametrize(
    "record",
    [
        {"id": "kissa", "serviceNames": []},
        {"id": "00000000-0000-0000-0000-000000000000", "serviceNames": []},
        {"serviceNames": []},
        {"nothing": "known"},
        None,
        "text",
        7,
        [],
    ],
)
def test_what_is_no_record_is_rejected_and_the_rest_comes_in(bring, record):
    found = bring(record, one := ptv.organisation(), ptv.service(one))
    assert found.counts["file"] == {"rejected": 1}
    assert found.counts["service"] == {"new": 1}


@pytest.mark.parametrize(
    "field", ["serviceNames", "serviceDescriptions", "areas", "serviceClasses", "organizations"]
)
@pytest.mark.parametrize("nonsense", ["text", 7, {"a": 1}, [None, 3, "x", []], True])
def test_a_list_that_is_something_else_never_breaks_the_import(bring, field, nonsense):
    provider = ptv.organisation()
    found = bring(
        provider, ptv.service(provider, fi="Rikki", sv=None, **{field: nonsense}), ptv.service(provider)
    )
    assert sum(found.counts["service"].values()) == 2
    assert found.counts["organisation"] == {"new": 1}


def test_the_raw_record_its_hash_and_the_time_are_kept(bring):
    provider = ptv.organisation()
    bring(provider, ptv.service(provider))
    made = Service.objects.get()
    source = made.sources.get()
    assert (source.system, source.kind, source.external_id) == ("ptv", "service", source.raw["id"])
    assert len(source.content_hash) == 64 and source.fetched_at


def test_two_services_of_one_name_and_provider_are_one_service_and_one_reason(bring):
    provider = ptv.organisation()
    dry = bring(provider, ptv.service(provider), ptv.service(provider), commit=False)
    wet = bring(provider, ptv.service(provider), ptv.service(provider))
    assert dry.counts["service"] == wet.counts["service"] == {"new": 1, "rejected": 1}
    assert dry.said == wet.said == ["The provider has a service of this name already."]
    assert Service.objects.count() == 1


def test_a_dry_run_writes_nothing_and_says_what_the_real_one_does(bring):
    provider, where = ptv.organisation(), ptv.channel()
    records = provider, where, ptv.service(provider, where)
    dry = bring(*records, commit=False)
    assert not any(model.objects.exists() for model in (Service, Place, Organisation, SourceRecord, Keyword))
    wet = bring(*records)
    assert dry.counts == wet.counts
    assert [vars(line) | {"target": None} for line in dry.lines] == [
        vars(line) | {"target": None} for line in wet.lines
    ]


def test_the_same_file_twice_changes_nothing_the_second_time(bring, django_assert_max_num_queries):
    provider, where = ptv.organisation(), ptv.channel()
    records = (
        provider,
        where,
        ptv.channel("Phone", fi="Neuvonta"),
        ptv.description(),
        ptv.service(provider, where),
    )
    bring(*records)
    before = list(Service.history.values_list("pk", flat=True))
    again = bring(*records)
    assert {outcome for counts in again.counts.values() for outcome in counts} == {"unchanged"}
    assert list(Service.history.values_list("pk", flat=True)) == before
