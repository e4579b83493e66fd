"""Interface texts: found in the sources, kept in locale/{fi,sv}/LC_MESSAGES/django.po, compiled to .mo.

Message ids are English; Finnish and Swedish are both translations. No system gettext is needed: templates are
compiled by Django and their nodes walked, Python is read by ast, Babel reads and writes the catalogues.
A message of Django's own is given our words by ``gettext_noop("…")`` anywhere in our Python.
"""

import ast
import io
import os
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.template import Origin, Template, engines
from django.template.base import FilterExpression, Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.functional import Promise

LANGUAGES = ("fi", "sv")
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    f'"Language: {{language}}\\n"\n"Plural-Forms: {PLURAL_FORMS}\\n"\n\n'
)
TEMPLATE_FILES = {".html", ".txt", ".xml", ".svg"}
_NOT_TEXT = {"origin", "token", "parser", "func"}
# How many arguments of each function are text, and whether the first is a context.
_FUNCTIONS = {"gettext": (1, False), "ngettext": (2, False), "pgettext": (1, True), "npgettext": (2, True)}
_FUNCTIONS |= {f"{name}_lazy": shape for name, shape in _FUNCTIONS.items()} | {"gettext_noop": (1, False)}


@dataclass(frozen=True)
class Message:
    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self):
        """As in gettext's own files: the context, the character 4, the id."""
        return f"{self.context}\x04{self.id}" if self.context else self.id


# ------------------------------------------------------------ sources
def own_apps():
    """The folders of this project's apps."""
    return sorted(
        Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR
    )


def python_files():
    for folder in own_apps():
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def template_files():
    for folder in [settings.BASE_DIR / "templates", *(path / "templates" for path in own_apps())]:
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix in TEMPLATE_FILES)


def in_sources():
    """Every message of the project by its key; a plural one stands for the same singular."""
    found = {}
    for path in python_files():
        _collect(found, in_python(path.read_text(), str(path)))
    for path in template_files():
        _collect(found, in_template(path.read_text(), str(path)))
    return found


def _collect(found, messages):
    for message in messages:
        known = found.get(message.key)
        if known and known.plural and message.plural and known.plural != message.plural:
            raise ValueError(f"Two plurals of one message: {known} and {message}")
        if not known or message.plural:
            found[message.key] = message


def in_python(source, name="<python>"):
    """Messages of calls to Django's translation functions, under whatever name they were imported."""
    tree = ast.parse(source, name)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in _FUNCTIONS
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in names:
            function = names[called.id]
        elif isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == "translation":
            function = called.attr
        else:
            continue
        if function not in _FUNCTIONS:
            continue
        texts, has_context = _FUNCTIONS[function]
        arguments = node.args[: texts + has_context]
        if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in arguments):
            raise ValueError(f"{name}:{node.lineno}: a message must be one literal text.")
        if not all(isinstance(part, ast.Constant) for part in arguments):
            continue  # a variable: its literal stands elsewhere
        values = [part.value for part in arguments]
        context = values.pop(0) if has_context else ""
        yield Message(values[0], values[1] if texts == 2 else "", context)


def in_template(source, name="<template>"):
    """Messages of translate and blocktranslate tags and of _("…") anywhere in a template."""
    engine = engines["django"].engine
    template = Template(source, origin=Origin(name), name=name, engine=engine)
    yield from _walk(template.nodelist, {})


def _walk(thing, seen):
    if id(thing) in seen or isinstance(thing, str | int | float | bool | type(None)):
        return
    seen[id(thing)] = thing  # kept, so that no other thing gets its id
    if isinstance(thing, Promise):
        yield from _marked(thing)
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from _walk(value, seen)
    elif isinstance(thing, list | tuple | set):
        for value in thing:
            yield from _walk(value, seen)
    elif isinstance(thing, BlockTranslateNode):
        yield _of_block(thing)
        yield from _walk(thing.extra_context, seen)
    elif isinstance(thing, TranslateNode):
        literal = getattr(thing.filter_expression.var, "literal", None)
        if isinstance(literal, str):
            yield Message(_doubled(literal), context=_context(thing))
        yield from _walk(thing.filter_expression.filters, seen)
    elif isinstance(thing, FilterExpression):
        yield from _walk([thing.var, thing.filters], seen)
    elif isinstance(thing, Node) or type(thing).__module__.startswith("django.template"):
        yield from _walk(
            [value for name, value in getattr(thing, "__dict__", {}).items() if name not in _NOT_TEXT], seen
        )


def _marked(promise):
    """The lazy text that Django makes of _("…") when a template compiles."""
    texts = [part for part in getattr(promise, "_args", ()) if isinstance(part, str)]
    if texts:
        yield Message(texts[-1])


def _of_block(node):
    singular, _ = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural else ""
    return Message(singular, plural, _context(node))


def _context(node):
    return str(node.message_context.var) if node.message_context else ""


def _doubled(literal):
    return str(literal).replace("%", "%%")


# ------------------------------------------------------------ catalogues
def path_of(language):
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language):
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@dataclass
class State:
    """How a catalogue differs from the sources: lists of keys."""

    missing: list = field(default_factory=list)
    unused: list = field(default_factory=list)
    empty: list = field(default_factory=list)
    fuzzy: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.missing or self.unused or self.empty or self.fuzzy)


def entries(catalog):
    """The catalogue's messages by key, without its header."""
    return {f"{row.context}\x04{_id(row)}" if row.context else _id(row): row for row in catalog if row.id}


def _id(row):
    return row.id[0] if isinstance(row.id, list | tuple) else row.id


def strings(row):
    """The translations of a row: one, or two when it has a plural."""
    return list(row.string) if isinstance(row.string, list | tuple) else [row.string or ""]


def state_of(catalog, wanted):
    present = entries(catalog)
    return State(
        missing=sorted(key for key, message in wanted.items() if not _same(present.get(key), message)),
        unused=sorted(
            [*(present.keys() - wanted.keys()), *(f"#~ {_id(row)}" for row in catalog.obsolete.values())]
        ),
        empty=sorted(key for key in present.keys() & wanted.keys() if not all(strings(present[key]))),
        fuzzy=sorted(key for key, row in present.items() if row.fuzzy),
    )


def _same(row, message):
    return row is not None and (row.id[1] if row.pluralizable else "") == message.plural


def renewed(language, catalog, wanted):
    """A catalogue of exactly the wanted messages, with the translations the old one has."""
    fresh, present = Catalog(locale=language), entries(catalog)
    for key, message in wanted.items():
        row = present.get(key)
        old = strings(row) if row else []
        if message.plural:
            string = tuple((old + ["", ""])[:2]) if len(old) == 2 else ("", "")
        else:
            string = old[0] if old else ""
        fresh.add(
            (message.id, message.plural) if message.plural else message.id,
            string,
            flags=(row.flags & {"fuzzy"}) if row else (),
            user_comments=row.user_comments if row else (),
            context=message.context or None,
        )
    return fresh


def merge(catalog, language, translations):
    """Fill translations ``{key: {language: text or [one, other]}}``; returns how many changed, and unknown keys."""
    present, changed, unknown = entries(catalog), 0, []
    for key, texts in translations.items():
        row, given = present.get(key), texts.get(language)
        if row is None:
            unknown.append(key)
        elif given:
            given = tuple(given) if isinstance(given, list) else given
            if row.pluralizable != isinstance(given, tuple) or (row.pluralizable and len(given) != 2):
                raise ValueError(f"{key!r} needs {'[one, other]' if row.pluralizable else 'one text'}.")
            changed += row.string != given
            row.string = given
            row.flags.discard("fuzzy")
    return changed, unknown


def write(language, catalog):
    """Sorted, without places and dates: the file changes only when a text does."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalog, width=110, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True
    )
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.format(language=language).encode() + buffer.getvalue())


def compile_all():
    """Write the .mo files beside the .po files, each whole or not at all; returns their paths."""
    made = []
    for language in LANGUAGES:
        if path_of(language).exists():
            target = path_of(language).with_suffix(".mo")
            draft = target.with_suffix(f".{os.getpid()}.new")
            with draft.open("wb") as file:
                write_mo(file, read(language))
            draft.replace(target)
            made.append(target)
    return made
