"""Imported text is plain, honest and storable, whatever was sent."""

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.imports.cleaning import LONGEST, clean, shortened, storable, web_address

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["<", ">", "&", ";", "/", "!", "?", "--", "'", '"', "=", " ", "\n", "\r", "\x00", "\u202e", "\u0338",
             "amp", "lt", "gt", "#60", "#x3c", "&amp;", "&lt;", "&#38;", "script", "style", "li", "p", "b", "a@b",
             "<script>", "</script>", "<!--", "-->", "<li>", "<p>", "https://", "\u037e", "\ud800", "\xad"]
        ),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a < b", "a < b"),
        ("5 > 3", "5 > 3"),
        ("R&D", "R&D"),
        ("R&amp;D", "R&D"),
        ("Ikä <18 v, <3 kk", "Ikä <18 v, <3 kk"),
        ("a<b and c>d", "a< b and c>d"),
        ("1<2>0", "1<2>0"),
        ("if a <b then", "if a < b then"),
        ("http://x.fi/?a=1&copy=2&region=3", "http://x.fi/?a=1&copy=2&region=3"),
        ("Kirjoita: <neuvonta@example.fi>", "Kirjoita: neuvonta@example.fi"),
        ("Ks. <https://example.fi/a>", "Ks. https://example.fi/a"),
        ("&quot;Hyvä&quot; &ndash; &auml;&#228;&#xe4;", '"Hyvä" – äää'),
        ("&eitunneta; &", "&eitunneta; &"),
    ],
)
def test_plain_text_keeps_its_meaning(text, plain):
    assert clean(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Yksi</p><p>Kaksi</p>", "Yksi\n\nKaksi"),
        ("yksi<br>kaksi<br/>kolme<BR />neljä", "yksi\nkaksi\nkolme\nneljä"),
        ("<ul><li>yksi</li><li>kaksi</li></ul>loppu", "– yksi\n– kaksi\nloppu"),
        ("<ul>\n  <li><p class='x'>yksi</p></li>\n  <li>kaksi</li>\n</ul>", "– yksi\n\n– kaksi"),
        ("<h2>Otsikko</h2>teksti", "Otsikko\n\nteksti"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("<table><tr><td>ma</td><td>9–12</td></tr><tr><td>ti</td></tr></table>", "ma 9–12\n\nti"),
        ("<b>lihava</b> ja <a href='javascript:alert(1)' title=\"a>b\">linkki</a>", "lihava ja linkki"),
        ("a<!-- <b> salaa -->b<![CDATA[x]]>c<?php x ?>d<!DOCTYPE html>e", "abcde"),
    ],
)
def test_markup_becomes_lines(text, plain):
    assert clean(text) == plain


def markup_of(inner, name="script"):
    return f"<{name}>{inner}</{name}>"


@pytest.mark.parametrize(
    "text",
    [
        markup_of("alert(1)"),
        markup_of("alert(1)", "ScRiPt"),
        markup_of("p{}", "style"),
        markup_of(markup_of("alert(1)"), "textarea"),
        markup_of(markup_of("alert(1)"), "svg"),
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
        "&amp;amp;amp;amp;amp;amp;amp;lt;script&gt;alert(1)",
        "&#38;#38;#60;script>alert(1)",
        "&#x26;amp;#x26;lt;script>alert(1)",
        "<<script>script>alert(1)<</script>/script>",
        "<scr\x00ipt>alert(1)</scr\x00ipt>",
        "<scr\u200bipt>alert(1)</scr\u200bipt>",
        "&lt\u037escript>alert(1)",  # the Greek question mark becomes a semicolon in NFC
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)
def test_scripts_and_styles_vanish_with_their_content_however_escaped(text):
    assert "alert" not in clean(f"ennen {text}")
    assert "{}" not in clean(text)


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)//", "<script src=x", "<a href='x", "</b", "<!--x"]
)
def test_a_tag_that_never_closes_stays_as_text_that_no_browser_takes_for_a_tag(text):
    assert clean(text).startswith("< ")


def test_escaping_without_end_gives_text_without_signs():
    text = "<b>"
    for _ in range(30):
        text = text.replace("&", "&#0038;#38;").replace("<", "&lt;").replace("&lt;", "&#38;&#97;mp;lt;")
    assert not set("<>") & set(clean(text))


@pytest.mark.parametrize(
    "unseen",
    [0, 7, 0x1B, 0x7F, 0x9F, 0xAD, 0x061C, 0x200E, 0x202E, 0x2066, 0x2069, 0xD800, 0xDFFF, 0xFEFF, 0xE0041],
)
def test_what_nobody_sees_is_removed(unseen):
    assert clean(f"Ko{chr(unseen)}tka") == "Kotka"


def test_white_space_is_even_and_text_is_composed():
    assert clean("  A\u0308iti \t\xa0 ja  \r\n\r\n\r\n\n isa\u0308 \x0b x\u2028y") == "Äiti ja\n\nisä\nx\ny"
    assert clean("<p>a</p>\n<p>b</p>", one_line=True) == "a b"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (3, "3"), (3.5, "3.5"), (True, ""), ([], ""), ({"a": 1}, ""), (b"a", "")],
)
def test_what_is_no_text_gives_none(value, text):
    assert clean(value) == text


def test_a_number_of_thousands_of_digits_is_no_text():
    assert clean(10**5000) == ""


@given(PIECES, st.booleans())
@settings(max_examples=500, deadline=None)
def test_cleaning_never_raises_is_stable_and_leaves_nothing_dangerous(text, one_line):
    once = clean(text, one_line=one_line)
    assert clean(once, one_line=one_line) == once
    assert not re.search("<[a-zA-Z/!?]", once)
    assert all(sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in once)
    assert not (one_line and "\n" in once)
    once.encode()


@pytest.mark.parametrize(
    "piece", ["<a", "<a'\"", "<!--", "&#38;", "&amp;", "<div>", "<li>", " \n", "<x@", "<a \"'"]
)
def test_a_hostile_length_is_bounded(piece):
    assert len(clean(piece * (2 * LONGEST // len(piece)))) <= LONGEST


# ------------------------------------------------------------ shorter
def test_a_short_text_is_not_cut():
    assert shortened("Tämä on lause.", 14) == ("Tämä on lause.", False)


@pytest.mark.parametrize(
    ("limit", "text"),
    [(13, "Tämä on…"), (8, "Tämä on…"), (7, "Tämä…"), (3, "Tä…"), (1, "…"), (0, "")],
)
def test_a_long_text_is_cut_after_a_word(limit, text):
    assert shortened("Tämä on, lause.", limit) == (text, True)


def test_one_long_word_is_cut_rather_than_lost():
    assert shortened("a " + "x" * 50, 20) == ("a " + "x" * 17 + "…", True)


@given(st.text(), st.integers(0, 50))
def test_a_shortened_text_is_never_longer_than_its_limit(text, limit):
    short, cut = shortened(text, limit)
    assert len(short) <= limit
    assert cut == (len(text) > limit)


# ------------------------------------------------------------ storable
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(st.characters(exclude_categories=()), max_size=4), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_any_json_value_becomes_storable(value):
    written = json.dumps(storable(value), ensure_ascii=False, allow_nan=False).encode()
    assert b"\x00" not in written
    assert "\\u0000" not in written.decode()


def test_what_cannot_be_stored_is_replaced_and_the_rest_stays():
    value = {
        "a\x00": [float("nan"), float("-inf"), "x\ud800y", 1.5, True],
        "tyhjä": None,
        "n": {"k": 10**700},
    }
    expected = {"a\ufffd": [None, None, "x\ufffdy", 1.5, True], "tyhjä": None, "n": {"k": None}}
    assert storable(value) == expected


def test_the_value_given_is_left_as_it_was():
    value = {"a": [{"b": "\x00"}]}
    storable(value)
    assert value == {"a": [{"b": "\x00"}]}


def test_depth_is_no_matter():
    value = []
    for _ in range(50_000):
        value = [value]
    result = storable(value)
    while result:
        result = result[0]
    while value:  # taken apart by hand: even forgetting it would recurse
        value = value[0]


# ------------------------------------------------------------ addresses
@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.kotka.fi/palvelut?a=1&b=2#c", "https://www.kotka.fi/palvelut?a=1&b=2#c"),
        (" www.pyhtää.fi \n", "https://www.pyhtää.fi"),
        ("HTTP://Kotka.fi", "http://Kotka.fi"),
        ("https://kotka.fi:8443/ä", "https://kotka.fi:8443/ä"),
    ],
)
def test_a_web_address_is_kept(text, address):
    assert web_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["", None, 5, "kotka.fi", "//kotka.fi", "http://", "https:///x", "javascript" + ":alert(1)", "JavaScript:alert(1)",
     "java\nscript:alert(1)", "data:text/html,x", "ftp://kotka.fi", "mailto:a@kotka.fi", "https://a:b@kotka.fi",
     "https://kotka.fi@evil.example", "https://kotka.fi\\@evil.example", "https://kot ka.fi", "https://kotka.fi/\x07",
     "https://kotka.fi/\u202e", "https://kotka.fi/<b>", 'https://kotka.fi/"x', "https://[::1", "http://kotka.fi:99999",
     "https://kotka.fi/" + "a" * 500],
)  # fmt: skip
def test_what_is_no_safe_web_address_gives_none(text):
    assert web_address(text) == ""


@given(st.text() | PIECES.map(lambda text: f"https://kotka.fi/{text}"))
def test_an_address_is_http_whatever_was_sent(text):
    address = web_address(text)
    assert address == "" or re.fullmatch(r"https?://[^\s<>\"]+", address)
    assert web_address(address) == address
