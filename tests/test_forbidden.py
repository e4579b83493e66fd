"""What may stand nowhere in the sources: real identity codes, unescaped or inline markup, this machine's paths."""

import ast
import re
from datetime import date

import pytest

from tests import sources
from tests.sources import relative

# ------------------------------------------------------------ identity codes
# The signs between date and serial: + is the 1800s, - and its new kin the 1900s, A and its kin the 2000s.
CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CODE = re.compile(
    r"(?<![0-9A-Za-z])(\d\d)(\d\d)(\d\d)([-+YXWVUABCDEF])(\d{3})([0-9A-FHJ-NPR-Y])(?![0-9A-Za-z])"
)


def identity_codes(text):
    """Every valid Finnish personal identity code whose serial could belong to a person (not 900–999)."""
    for found in CODE.finditer(text):
        day, month, year, sign, serial, check = found.groups()
        try:
            date(CENTURIES[sign] + int(year), int(month), int(day))
        except ValueError:
            continue
        if CHECK[int(day + month + year + serial) % 31] == check and not 900 <= int(serial) <= 999:
            yield found.group()


def code_of(birth, sign, serial):
    """A code put together here, so that none stands in this file."""
    return f"{birth}{sign}{serial}{CHECK[int(birth + serial) % 31]}"


@pytest.mark.parametrize("sign", sorted(CENTURIES))
def test_a_possible_identity_code_is_seen_whatever_its_sign(sign):
    code = code_of("131052", sign, "308") if sign not in "ABCDEF" else code_of("010203", sign, "002")
    assert list(identity_codes(f"hetu: {code}.")) == [code]


def test_test_codes_impossible_dates_and_wrong_check_signs_are_not_taken_for_identity_codes():
    assert list(identity_codes(code_of("010190", "-", "900"))) == []
    assert list(identity_codes(code_of("320190", "-", "308"))) == []
    right = code_of("131052", "-", "308")
    assert list(identity_codes(right[:-1] + ("A" if right[-1] != "A" else "B"))) == []


def test_no_identity_code_of_a_possible_person_stands_anywhere():
    found = {
        relative(path): list(identity_codes(path.read_text(errors="ignore"))) for path in sources.text_files()
    }
    assert {path: codes for path, codes in found.items() if codes} == {}


# ------------------------------------------------------------ markup
SAFE_MARKS = {"SafeString", "mark_safe", "SafeText"}
MARKUP = {
    "unescaped output": re.compile(r"\|\s*safe(seq)?\b|\bmark_safe\b|\bSafeString\b|autoescape\s+off"),
    "a style attribute": re.compile(r"""(?<![\w.-])style\s*=\s*(\\?["']|\{)"""),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)[^>]*>", re.I),
    "an event handler": re.compile(r"""<[^>]*\son[a-z]+\s*=""", re.I),
    "a javascript address": re.compile(r"""["']javascript:""", re.I),
}


def markup_faults(text):
    return [name for name, pattern in MARKUP.items() if pattern.search(text)]


def _served_text(path):
    """A template as it is; of Python its literal texts and names, without comments and docstrings' talk."""
    if path.suffix != ".py":
        return path.read_text()
    tree = sources.tree(path)
    talk = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in talk]
    names = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names += [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return "\n".join([*(text for text in texts if isinstance(text, str)), *names])


# What is marked safe after it was made safe by hand, how often, and where a test holds it.
MADE_SAFE = {
    # paragraphs() and structured(): test_text_of_the_catalogue_is_never_markup
    "hyteportal/templatetags/ui.py": 2,
    # filled() and joined(): the same test, and test_no_text_of_the_catalogue_becomes_markup
    "hyteportal/templatetags/drawn.py": 2,
    # the QR code, a drawing without any text: test_the_code_is_a_drawing_without_text
    "catalogue/tray/share.py": 1,
}


# A letter brings its style along: a mail program fetches no sheet, and has no policy that forbids one.
LETTERS = "templates/emails/base.html"


def test_no_page_has_unescaped_or_inline_markup():
    found = {relative(path): markup_faults(_served_text(path)) for path in sources.product_files()}
    assert found.pop(LETTERS) == ["a style element"]
    for path, times in MADE_SAFE.items():
        marks = [name for name, _ in sources.calls(sources.tree(sources.ROOT / path)) if name in SAFE_MARKS]
        if len(marks) == times and found[path] == ["unescaped output"]:
            del found[path]
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "text",
    [
        "{{ name|safe }}",
        "{% autoescape off %}",
        "mark_safe",
        '<p style="color: red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<script type="module">',
        '<button type="button" onclick="x()">',
        '<a href="javascript:void(0)">',
    ],
)
def test_forbidden_markup_is_seen(text):
    assert markup_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/a.js" defer></script>',
        '<script type="application/ld+json">',
        "{{ name|safer }}",
        '<p class="style">on = 1</p>',
    ],
)
def test_allowed_markup_is_not_taken_for_forbidden(text):
    assert not markup_faults(text)


# ------------------------------------------------------------ this machine
PATHS = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work)/\w")


def test_no_path_of_one_machine_stands_anywhere():
    paths = [path for path in sources.text_files() if path.name != "package-lock.json"]
    assert [relative(path) for path in paths if PATHS.search(path.read_text(errors="ignore"))] == []
