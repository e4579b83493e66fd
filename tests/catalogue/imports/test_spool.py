"""What an import has read, on disk: whole lines, the last of an id, nothing of a bad file or a killed write."""

import pytest

from catalogue.imports.spool import Spool


@pytest.fixture
def opened(tmp_path):
    """The same folder as the next process opens it."""
    found = []

    def again():
        for one in found:
            one.close()
        found.append(Spool(tmp_path / "read"))
        return found[-1]

    yield again
    for one in found:
        one.close()


@pytest.fixture
def spool(opened):
    return opened()


def test_the_last_record_of_an_id_counts_and_keeps_its_place(spool, opened):
    for key, value in (("a", 1), ("b", 2), ("a", 3)):
        spool.add("service", key, {"value": value})
    for process in (lambda: spool, opened):
        one = process()
        assert list(one.records("service")) == [("a", {"value": 3}), ("b", {"value": 2})]
        assert (len(one), one.has("service", "a"), one.get("service", "c"), one.keys("place")) == (
            2,
            True,
            None,
            [],
        )


@pytest.mark.parametrize("cut", range(1, 24, 3))
def test_half_a_line_at_the_end_is_cut_off_and_reading_goes_on(spool, opened, cut):
    spool.add("service", "a", {"value": "ä"})
    spool.add("service", "b", {"value": "ö" * 4})
    spool.close()
    path = spool.folder / "service.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    later = opened()
    assert later.keys("service") == ["a"] and not later.complete
    later.add("service", "c", {"value": 3})
    assert list(opened().records("service")) == [("a", {"value": "ä"}), ("c", {"value": 3})]


def test_going_back_forgets_what_came_since_and_nothing_else(spool, opened):
    spool.add("service", "a", {"value": 1})
    marks = spool.mark()
    spool.add("service", "a", {"value": 2})
    spool.add("service", "b", {})
    spool.add("place", "c", {})
    spool.back_to(marks)
    for process in (lambda: spool, opened):
        one = process()
        assert list(one.records("service")) == [("a", {"value": 1})] and one.keys("place") == []
        one.add("service", "d", {"value": 4})
        assert one.get("service", "d") == {"value": 4}
        one.back_to(marks)


def test_what_no_database_holds_is_made_fit_on_the_way_in(spool):
    spool.add("service", "a", {"text": "a\x00b\ud800", "number": float("nan"), "\x00": 10**700})
    assert spool.get("service", "a") == {"text": "a�b�", "number": None, "�": None}


def test_a_spool_is_complete_when_all_was_read_and_only_then(spool, opened):
    spool.add("service", "a", {})
    assert not opened().complete
    spool.add("service", "b", {})
    spool.finish()
    assert opened().complete


def test_a_removed_spool_is_gone(spool):
    spool.add("service", "a", {})
    spool.remove()
    assert not spool.folder.exists()
