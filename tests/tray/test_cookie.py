"""The one cookie of the tray: small, signed, and never the cause of an error."""

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as any_of

from catalogue import tray
from catalogue.tray import cookie
from catalogue.tray.cookie import Full, Tray
from tests.tray.pressing import COOKIE, signed

LATER = 3 * cookie.AGE


def read(value):
    request = RequestFactory().get("/fi/")
    request.COOKIES[COOKIE] = value
    return tray.of(request)


def written(one):
    return tray.answer(HttpResponse(), one).cookies[COOKIE]


FULL = Tray(("s12", "pexercise/own-test", "s3"), "285", {"exercise": "own-test", "nature": "walk"})


def test_what_is_written_is_read_again_in_the_same_order():
    assert read(written(FULL).value) == FULL


def test_a_request_without_the_cookie_has_an_empty_tray():
    assert tray.of(RequestFactory().get("/fi/")) == Tray()


def test_no_script_and_no_other_site_gets_the_cookie_and_it_lasts_half_a_year():
    morsel = written(FULL)
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")
    assert morsel["max-age"] == 180 * 24 * 3600 and not morsel["domain"] and not morsel["secure"]


def test_in_production_it_is_bound_to_the_host_and_sent_over_https_only(settings):
    settings.PRODUCTION = True
    for one in (FULL, Tray()):
        cookies = tray.answer(HttpResponse(), one).cookies
        assert list(cookies) == ["__Host-tray"]
        morsel = cookies["__Host-tray"]
        assert morsel["secure"] and morsel["httponly"] and morsel["path"] == "/" and not morsel["domain"]


def test_an_empty_tray_takes_its_cookie_away():
    morsel = written(Tray())
    assert morsel.value == "" and morsel["max-age"] == 0


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "a:b:c",
        "::",
        "\x00",
        "ä",
        "\udc80",
        "9" * 4000,
        "a" * 1_000_000,
        "eyJpIjpbInMxIl19:1abcde:" + "A" * 43,
        signing.dumps({"i": ["s1"]}),  # another salt
        signing.dumps({"i": ["s1"]}, salt="catalogue.tray.former"),
        signing.dumps({"i": ["s1"]}, salt="catalogue.tray", key="somebody else's key"),
    ],
    ids=range(13),
)
def test_a_cookie_that_is_not_ours_is_an_empty_tray(value):
    assert read(value) == Tray()


@pytest.mark.parametrize(
    "held",
    [
        [],
        "text",
        7,
        None,
        {"i": 7},
        {"i": [7]},
        {"i": [None]},
        {"i": {"a": 1}, "m": 7},
        {"m": None},
        {"h": []},
        {"h": "x"},
        {"h": {"a": None}},
        {"i": ["<b>", "S1", "s1 ", "s" * 200, "s1/"]},
    ],
    ids=str,
)
def test_a_cookie_of_another_shape_that_we_signed_is_an_empty_tray(held):
    assert read(signed(held)) == Tray()


def test_of_a_cookie_of_an_older_release_the_rest_is_kept():
    assert read(signed({"i": ["s1", "??", "s1", "s2"], "new": 1})).items == ("s1", "s2")


def test_a_tray_untouched_for_half_a_year_is_empty(monkeypatch):
    value = written(FULL).value
    assert read(value) == FULL
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + cookie.AGE + 60)
    assert read(value) == Tray()


def test_a_changed_letter_makes_an_empty_tray():
    value = written(FULL).value
    for place in range(0, len(value), 7):
        other = "A" if value[place] != "A" else "B"
        assert read(value[:place] + other + value[place + 1 :]) in (Tray(), FULL)
        assert read(value[:place]) == Tray()


def test_a_key_that_was_replaced_still_reads_the_trays_it_signed(settings):
    value = written(FULL).value
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" + "y" * 50, [settings.SECRET_KEY]
    assert read(value) == FULL


keys = any_of.from_regex(cookie.KEY, fullmatch=True).filter(str.isascii)
parts = any_of.from_regex(r"[a-z0-9_-]{1,48}", fullmatch=True).filter(str.isascii)


@given(any_of.lists(keys, unique=True, max_size=70), any_of.dictionaries(parts, parts, max_size=12))
def test_a_cookie_is_at_most_two_kilobytes_and_nothing_is_cut(items, here):
    one = Tray(tuple(items), "285", here)
    try:
        morsel = written(one)
    except Full:
        return
    assert len(COOKIE) + 1 + len(morsel.value) <= 2048
    assert len(morsel.coded_value) <= len(morsel.value) + 2
    assert read(morsel.value) == one


def test_long_keys_are_refused_when_they_would_not_fit_into_two_kilobytes():
    one = Tray()
    for number in range(50):
        more = one.adding(f"p{number:047}/{'x' * 48}")
        try:
            assert len(COOKIE) + 1 + len(written(more).value) <= 2048
        except Full:
            assert 5 < number < 50
            break
        one = more
    else:
        pytest.fail("fifty of the longest keys do not fit")
    assert read(written(one).value) == one


def test_fifty_services_fit_and_one_more_does_not():
    fifty = Tray(tuple(f"s{number}" for number in range(100_000, 100_050)), "285", {"exercise": "own-test"})
    assert read(written(fifty).value) == fifty
    with pytest.raises(Full):
        written(fifty.adding("s7"))


def test_fifty_ordinary_stages_fit():
    stages = Tray(tuple(f"pexercise/stage-{number}" for number in range(10, 60)), "285")
    assert read(written(stages).value) == stages


# ------------------------------------------------------------ changing
def test_what_is_added_twice_lies_there_once_at_its_first_place():
    assert Tray(("s1", "s2")).adding("s1", "s3", "s3").items == ("s1", "s2", "s3")


def test_what_is_moved_changes_places_with_its_neighbour_and_stops_at_the_ends():
    one = Tray(("s1", "s2", "s3"))
    assert one.moving("s3", True).items == ("s1", "s3", "s2")
    assert one.moving("s1", False).items == ("s2", "s1", "s3")
    assert one.moving("s1", True) == one.moving("s3", False) == one.moving("s9", True) == one


def test_one_place_on_each_pathway():
    one = Tray().standing("exercise", "need").standing("nature", "walk").standing("exercise", "talk")
    assert one.here == {"nature": "walk", "exercise": "talk"}
    assert one.standing("nature", "").here == {"exercise": "talk"}


def test_what_was_emptied_can_be_restored_for_a_day_and_nothing_else_can(monkeypatch):
    former = cookie.former(FULL)
    assert cookie.restored(former) == FULL
    for other in ("", "x", written(FULL).value, former[:-1], "9" * 100_000):
        assert cookie.restored(other) == Tray()
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 2 * 24 * 3600)
    assert cookie.restored(former) == Tray()
