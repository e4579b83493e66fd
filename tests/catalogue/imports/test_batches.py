"""Lists in pages and records by their ids: all of them, once, and never without end."""

import pytest

from catalogue.imports.fetching import Missing, Refused, Unavailable, by_ids, pages
from catalogue.imports.reading import records
from tests.catalogue.imports import asking

registry, client, waits = asking.registry, asking.client, asking.waits


def ids_of(path):
    return [record["id"] for record in records(path)]


def test_all_pages_are_read_from_the_first_to_the_last(registry, client):
    registry.page_size = 2
    registry.entities(
        "Service", [{"id": str(number)} for number in range(5)], areas={("Municipality", "285"): list("0124")}
    )
    url = registry.url("/api/v11/Service/area/Municipality/code/285")
    assert [ids_of(path) for path in pages(client, url, {"date": "2026-01-01"})] == [["0", "1"], ["2", "4"]]
    assert [request.query for request in registry.requests] == [
        {"date": "2026-01-01", "page": "1"}, {"date": "2026-01-01", "page": "2"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        {"pageNumber": 1, "pageCount": 0, "itemList": []},
        {"pageNumber": 1, "itemList": None},
        [{"id": "a"}],
        {"id": "a"},
    ],
)
def test_what_has_no_more_pages_is_one(registry, client, answer):
    registry.answer("/a", json=answer)
    assert len(list(pages(client, registry.url("/a")))) == 1
    assert len(registry.requests) == 1


def test_a_list_may_grow_a_little_while_it_is_read(registry, client):
    for number in (1, 2, 3, 4):
        count = 2 if number == 1 else 4
        registry.answer(
            "/a", json={"pageNumber": number, "pageCount": count, "itemList": [{"id": number}]}, times=1
        )
    assert len(list(pages(client, registry.url("/a")))) == 4


def test_a_list_that_grows_without_end_is_refused(registry, client):
    for number in range(1, 50):
        registry.answer(
            "/a", json={"pageNumber": number, "pageCount": number + 1, "itemList": [number]}, times=1
        )
    with pytest.raises(Refused, match="too many"):
        list(pages(client, registry.url("/a")))
    assert len(registry.requests) < 20


@pytest.mark.parametrize("count", [10_001, 10**15, 2.5])
def test_a_list_of_too_many_pages_is_refused_at_once(registry, client, count):
    registry.answer("/a", json={"pageNumber": 1, "pageCount": count, "itemList": []})
    with pytest.raises(Refused, match="too many"):
        list(pages(client, registry.url("/a")))
    assert len(registry.requests) == 1


@pytest.mark.parametrize("numbers", [{"pageNumber": 1}, {}])
def test_a_register_that_gives_the_first_page_again_and_again_is_refused(registry, client, numbers):
    registry.answer("/a", json=numbers | {"pageCount": 5, "itemList": [{"id": "a"}]})
    with pytest.raises(Refused, match="same page again"):
        list(pages(client, registry.url("/a")))
    assert len(registry.requests) == 2


def test_a_page_of_another_number_is_refused_although_its_records_are_new(registry, client):
    for name in "ab":
        registry.answer("/a", json={"pageNumber": 1, "pageCount": 2, "itemList": [{"id": name}]}, times=1)
    with pytest.raises(Refused, match="instead of page 2"):
        list(pages(client, registry.url("/a")))


def test_a_page_that_is_no_json_ends_the_list(registry, client):
    registry.answer("/a", json={"pageNumber": 1, "pageCount": 3, "itemList": [1]}, times=1).answer(
        "/a", text="<html>"
    )
    given = pages(client, registry.url("/a"))
    assert next(given).exists()
    with pytest.raises(Refused, match="web page"):
        next(given)


# ------------------------------------------------------------ by ids
LIST = "/api/v11/Service/list"


@pytest.fixture
def hundreds(registry):
    ids = [f"{number:04}" for number in range(250)]
    registry.entities("Service", [{"id": name} for name in ids])
    return ids


def asked_for(registry):
    return [len(request.query["guids"].split(",")) for request in registry.requests]


def test_ids_are_asked_a_hundred_at_a_time(registry, client, hundreds):
    answers = list(by_ids(client, registry.url(LIST), hundreds + hundreds[:3]))
    assert [len(ids) for _, ids in answers] == [100, 100, 50]
    assert all(ids_of(path) == ids for path, ids in answers)


@pytest.mark.parametrize("status", [504, 500])
def test_a_batch_too_large_is_halved_and_nothing_is_lost(registry, client, hundreds, status):
    registry.fail(LIST, status, over=30)
    failed = []
    answers = list(by_ids(client, registry.url(LIST), hundreds, failed=failed))
    assert [name for _, ids in answers for name in ids] == hundreds
    assert [name for path, _ in answers for name in ids_of(path)] == hundreds
    assert max(len(ids) for _, ids in answers) <= 30
    assert failed == []


def test_one_id_that_fails_is_told_and_the_others_are_read(registry, client, hundreds):
    registry.fail(LIST, 500, holding="0042")
    failed = []
    answers = list(by_ids(client, registry.url(LIST), hundreds[:100], failed=failed))
    assert sorted(name for _, ids in answers for name in ids) == [
        name for name in hundreds[:100] if name != "0042"
    ]
    assert [name for name, _ in failed] == ["0042"]
    assert isinstance(failed[0][1], Unavailable)


def test_an_id_that_is_not_there_is_told_as_missing(registry, client, hundreds):
    for name in ("0001", "0002", "0003", "0004", "0005"):
        registry.fail(LIST, 404, holding=name)
    failed = []
    answers = list(by_ids(client, registry.url(LIST), hundreds[:20], failed=failed))
    assert sum(len(ids) for _, ids in answers) == 15
    assert [name for name, error in failed if isinstance(error, Missing)] == [
        "0001",
        "0002",
        "0003",
        "0004",
        "0005",
    ]


def test_ids_that_fail_one_after_another_mean_that_the_register_is_down(registry, client, hundreds):
    registry.fail(LIST, 504)
    failed = []
    with pytest.raises(Unavailable, match="one id after another"):
        list(by_ids(client, registry.url(LIST), hundreds, failed=failed))
    assert [name for name, _ in failed] == hundreds[:3]


@pytest.mark.parametrize(("status", "error"), [(503, Unavailable), (429, Unavailable), (403, Refused)])
def test_what_no_smaller_call_helps_is_not_halved(registry, client, hundreds, status, error):
    registry.fail(LIST, status)
    with pytest.raises(error):
        list(by_ids(client, registry.url(LIST), hundreds))
    assert set(asked_for(registry)) == {100}


def test_no_ids_ask_nothing(registry, client):
    assert list(by_ids(client, registry.url(LIST), [])) == []
    assert registry.requests == []
