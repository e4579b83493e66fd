"""Import files are read record by record, and a bad or hostile one is refused in one sentence."""

import json
import os
import tracemalloc
from pathlib import Path

import ijson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue.imports.reading import Limits, Refused, envelope, fingerprint, records, whole

SMALL = Limits(file=10_000_000, depth=8, text=1_000, values=50)
BACKENDS = ["fastest", "python"]


def slow_one(patch):
    patch.setattr(ijson, "basic_parse_coro", ijson.get_backend("python").basic_parse_coro)


@pytest.fixture(params=BACKENDS)
def backend(request, monkeypatch):
    """The test runs with the fastest parser there is and with the one in plain Python."""
    if request.param == "python":
        slow_one(monkeypatch)
    return request.param


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path: text, bytes or a value to become JSON."""

    def write(content, name="a.json"):
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def refusal(path, **options):
    with pytest.raises(Refused) as refused:
        whole(path, **options)
    sentence = str(refused.value)
    assert sentence.startswith(f"{path.name}: ")
    assert "\n" not in sentence
    assert len(sentence) < 250
    assert str(path.parent) not in sentence
    return sentence


# ------------------------------------------------------------ what is read
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"id": 1, "a": {"b": [1, 2.5, None, True, "ä"]}}, [{"id": 1, "a": {"b": [1, 2.5, None, True, "ä"]}}]),
        ({}, [{}]),
        ([], []),
        ([{"id": 1}, {"id": 2}], [{"id": 1}, {"id": 2}]),
        ([{"id": 1}, None, 5, "x", [1, [2]], {}], [{"id": 1}, None, 5, "x", [1, [2]], {}]),
        ({"pageNumber": 1, "itemList": [{"id": 1}, 5, []], "x": [{"id": 9}], "y": {"itemList": 3}}, [{"id": 1}, 5, []]),
        ({"items": [{"id": 1}], "meta": {"items": [{"id": 2}]}}, [{"id": 1}]),
        ({"results": []}, []),
        ({"results": [1], "itemList": [2]}, [2]),
        ({"itemList": {"a": 1}, "b": [2]}, [{"itemList": {"a": 1}, "b": [2]}]),
        ({"itemList": None}, [{"itemList": None}]),
        ({"items": [1, 2], "id": "a service"}, [{"items": [1, 2], "id": "a service"}]),
    ],
)  # fmt: skip
def test_an_object_a_list_and_a_page_give_their_records(backend, file, content, expected):
    path = file(content)
    assert list(records(path)) == expected
    assert whole(path) == len(expected)


def test_a_byte_order_mark_and_white_space_are_no_fault(backend, file):
    assert list(records(file(b"\xef\xbb\xbf \r\n[\xc2\xa0]".replace(b"\xc2\xa0", b'"\xc3\xa4"')))) == ["ä"]


def test_floats_are_floats_and_a_repeated_key_keeps_its_last_value(backend, file):
    (record,) = records(file('{"a": 1.5, "b": 1, "b": 2e3}'))
    assert record == {"a": 1.5, "b": 2000.0}
    assert [type(value) for value in record.values()] == [float, float]


def test_a_page_tells_its_numbers_and_nothing_else_does(backend, file):
    page = {"pageNumber": 2, "pageSize": 100, "pageCount": 7, "itemList": [], "other": {"pageCount": 9}}
    assert envelope(file(page)) == {"pageNumber": 2, "pageSize": 100, "pageCount": 7}
    assert envelope(file([page])) == {}
    assert envelope(file(page | {"id": 1})) == {}
    assert envelope(file(page | {"pageCount": "7", "pageSize": None})) == {"pageNumber": 2}


def test_a_text_broken_by_the_edge_of_a_block_is_whole(backend, file):
    texts = ["ä" * count for count in range(0, 3000, 7)]
    assert list(records(file(json.dumps(texts, ensure_ascii=False)))) == texts


def test_equal_records_have_equal_fingerprints_whatever_page_says_so(file):
    one = fingerprint(file({"pageNumber": 1, "itemList": [{"id": 1}]}, "1.json"))
    assert one == fingerprint(file({"pageNumber": 2, "itemList": [{"id": 1}]}, "2.json"))
    assert one != fingerprint(file({"pageNumber": 1, "itemList": [{"id": 2}]}, "3.json"))
    assert fingerprint(file({"itemList": []}, "4.json")) == ""


# ------------------------------------------------------------ what is refused
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n", "JSON"),
        (b"\xef\xbb\xbf", "empty"),
        (b"null", "neither"),
        (b"5", "neither"),
        (b'"text"', "neither"),
        (b"[1, 2", "JSON"),
        (b'[{"id": 1}, {"id"', "JSON"),
        (b'{"a": "x', "JSON"),
        (b"[1] [2]", "JSON"),
        (b"{} {}", "JSON"),
        (b"[1]]", "JSON"),
        (b'{"a": 1} trailing', "JSON"),
        (b'{"a": 1} "trailing', "JSON"),
        (b'[] "trailing\\u00', "JSON"),
        (b"{'a': 1}", "JSON"),
        (b"[NaN]", "JSON"),
        (b"[Infinity]", "JSON"),
        (b"[1,]", "JSON"),
        (b"<!DOCTYPE html><html><body>Kirjaudu</body></html>", "web page"),
        (b'  <?xml version="1.0"?><a/>', "web page"),
        ('[{"a": "ä"}]'.encode("latin-1"), "UTF-8"),
        ('[{"a": "ä"}]'.encode("utf-16"), "UTF-16"),
        ('[{"a": "ä"}]'.encode("utf-16-be"), "UTF-16"),
        ('[{"a": "ä"}]'.encode("utf-32"), "UTF-16"),
        (b'["\xed\xa0\x80"]', "UTF-8"),
        (b'["\xc3', "UTF-8"),
        (b"\x1f\x8b\x08garbage", "UTF-8"),
        (b"PK\x03\x04garbage", "JSON"),
        (b"[" + b"9" * 5000 + b"]", "large"),
        (b"[1e400]", "large"),
        (b"[-1e400]", "large"),
        (b'{"itemList": [1], "itemList": [2]}', "twice"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(backend, file, content, said):
    sentence = refusal(file(content))
    assert said in sentence or (said == "large" and "JSON" in sentence)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_depth_is_counted_and_a_hundred_thousand_levels_cost_nothing(backend, file, opening):
    path = file(opening * 100_000)
    tracemalloc.start()
    try:
        assert "64 levels" in refusal(path)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_the_deepest_allowed_is_read(backend, file):
    assert whole(file("[" * 64 + "]" * 64)) == 1
    assert "levels" in refusal(file("[" * 65 + "]" * 65))


def test_depth_counts_in_the_part_of_a_page_that_is_ignored_too(backend, file):
    assert "levels" in refusal(file('{"itemList": [], "meta": ' + "[" * 100 + "]" * 100 + "}"))


def test_one_record_of_too_much_text_or_too_many_values_is_refused(backend, file):
    assert whole(file([{"a": "x" * 900}] * 5), limits=SMALL) == 5
    assert "1000 characters" in refusal(file([{"a": ["x" * 90] * 20}]), limits=SMALL)
    assert "1000 characters" in refusal(file([{"x" * 1001: 1}]), limits=SMALL)
    assert whole(file([[1] * 40] * 5), limits=SMALL) == 5
    assert "50 values" in refusal(file([[1] * 60]), limits=SMALL)


def test_one_endless_text_is_refused_before_it_is_gathered(backend, file):
    path = file(b'["' + b"x" * 5_000_000)
    tracemalloc.start()
    try:
        assert "longer than" in refusal(path, limits=SMALL)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_file_too_large_is_refused_unread(file):
    path = file("[]")
    os.truncate(path, 3_000_000_000)  # sparse: it takes no room
    assert "larger than" in refusal(path)


def test_what_is_no_file_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.json"):
        assert "no such file" in refusal(path)


@pytest.mark.parametrize("name", ["a\nb.json", "a" * 200 + ".json"])
def test_a_strange_name_does_not_spoil_the_report(tmp_path, name):
    path = tmp_path / name
    path.write_text("[")
    with pytest.raises(Refused) as refused:
        whole(path)
    assert len(str(refused.value)) < 250
    assert "\n" not in str(refused.value)


def test_records_before_the_fault_are_given_and_whole_asks_first(file):
    path = file('[{"id": 1}' + ', {"id": 2}' * 10_000 + ", oops")
    reader = records(path)
    assert next(reader) == {"id": 1}
    with pytest.raises(Refused):
        list(reader)
    refusal(path)


LITTLE_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=60),
    st.text(alphabet='[]{},:" \\u0123eE.+-nultrfais', max_size=40).map(str.encode),
    LITTLE_JSON.map(lambda value: json.dumps(value).encode()),
    st.tuples(LITTLE_JSON.map(lambda value: json.dumps(value).encode()), st.binary(max_size=5)).map(b"".join),
)


@pytest.mark.parametrize("backend_name", BACKENDS)
@given(content=BYTES)
@example(content=b"-")
@example(content=b'[]"')
@example(content=b"\x0b[]")
@example(content=b'"\\ud800"')
@example(content=b'["\\u12')
@example(content=b'["\\x"]')
@example(content=b"[1_0]")
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path, backend_name, content):
    path = tmp_path / "any.json"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        if backend_name == "python":
            slow_one(patch)
        try:
            found = list(records(path))
            assert whole(path) == len(found)
        except Refused:
            return
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        # form feeds are white space to both; the slow one forgives "+1" and "1.e5" too
        assert backend_name == "python" or {0x0B, 0x0C} & set(content)
        return
    if isinstance(value, list):
        assert found == value
    elif not {"itemList", "items", "results"} & set(value):
        assert found == [value]


def test_many_records_take_the_memory_of_one(tmp_path):
    path = tmp_path / "many.json"
    record = json.dumps({"id": "x" * 36, "names": [{"language": "fi", "value": "y" * 400}] * 4})
    with path.open("w") as out:
        out.write("[" + record)
        for _ in range(5_000):
            out.write("," + record)
        out.write("]")
    assert Path(path).stat().st_size > 8_000_000
    tracemalloc.start()
    try:
        assert whole(path) == 5_001
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
