"""Every interface text is there in Finnish and in Swedish, whole and in the tone of the language guide."""

import re

import pytest
from django.core.management import call_command
from django.utils.translation import gettext, ngettext, override, pgettext

from hyteportal import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z]+")

TAG = re.compile(r"</?[a-z][^>]*>")
END = re.compile(r"[.?:](?=[)”]?$)")


@pytest.fixture(scope="session")
def wanted():
    return messages.in_sources()


def rows(language):
    """``(key, row)`` of every text in the catalogue of a language."""
    return messages.entries(messages.read(language)).items()


def filled(language):
    """Those that have their translation; the rest is told by the first test."""
    return [(key, row) for key, row in rows(language) if all(messages.strings(row))]


def texts(language):
    """``(key, text)`` as the reader sees it, without tags."""
    return [(key, TAG.sub("", text)) for key, row in filled(language) for text in messages.strings(row)]


def test_nothing_is_missing_unused_empty_or_fuzzy(language, wanted):
    """`manage.py messages --commit` adds and drops, `--merge` fills."""
    assert vars(messages.state_of(messages.read(language), wanted)) == vars(messages.State())


def test_catalogue_has_no_old_messages_and_the_two_plural_forms(language):
    source = messages.path_of(language).read_text()
    assert "#~" not in source
    assert f'"Plural-Forms: {messages.PLURAL_FORMS}\\n"' in source
    plurals = [row for _, row in rows(language) if row.pluralizable]
    assert all(len(row.string) == 2 for row in plurals)


def test_placeholders_and_tags_are_the_same_in_the_translation(language):
    wrong = []
    for key, row in filled(language):
        ids = [set(PLACEHOLDER.findall(text)) for text in (row.id if row.pluralizable else [row.id])]
        for number, text in enumerate(messages.strings(row)):
            allowed = ids if row.pluralizable and number == 0 else ids[-1:]  # one: with or without its number
            if set(PLACEHOLDER.findall(text)) not in allowed:
                wrong.append((key, text))
    assert wrong == []


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("exclamation marks shout", r"!"),
        ("a reader may not click at all", r"(?i)\bklikk|\bklick"),
        ("Finnish and Swedish have the same mark on both sides: ”sana”", r'[“„«»"‟]'),
        ("a range has an en dash", r"(?<![\d-])\d{1,4}-\d{1,4}(?!-?\d)"),
        ("a dash between words is an en dash with spaces", r"\s--?\s|—"),
        ("no doubled or trailing space", r"  | $"),
        ("the ellipsis is one sign", r"\.\.\."),
    ],
)
def test_translations_keep_to_the_language_guide(language, fault, pattern):
    assert [(key, text) for key, text in texts(language) if re.search(pattern, text)] == [], fault


def test_a_text_ends_like_its_message(language):
    """A sentence stays a sentence, a label a label."""
    ends = [(TAG.sub("", key.split("\x04")[-1]), text) for key, text in texts(language)]
    assert [(key, text) for key, text in ends if bool(END.search(key)) != bool(END.search(text))] == []


def test_compiled_catalogues_answer(language):
    plain = [row for _, row in filled(language) if not row.pluralizable]
    with override(language):
        wrong = [row.id for row in plain if translated(row) != row.string]
        for _, row in filled(language):
            if row.pluralizable and not row.context:
                assert ngettext(*row.id, 1) == row.string[0]
                assert ngettext(*row.id, 2) == row.string[1]
    assert wrong == []


def translated(row):
    return pgettext(row.context, row.id) if row.context else gettext(row.id)


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
