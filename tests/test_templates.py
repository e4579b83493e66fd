"""Every template compiles, and every template is used."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs

from tests import sources

# Django looks for these by name.
BY_NAME = {"403.html", "403_csrf.html", "404.html", "500.html"}
# Chosen at run time by a name that is data: the folder, and where it is chosen.
CHOSEN_AT_RUN_TIME = dict.fromkeys(("emails/", "sms/"), "outbox: by the kind of the message")

QUOTED = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|svg))["']""")


def own():
    """The names of our templates, as the loaders know them."""
    names = []
    for path in sources.template_files():
        parts = path.relative_to(sources.ROOT).parts
        names.append("/".join(parts[parts.index("templates") + 1 :]))
    return sorted(names)


def mentioned():
    """Names of templates in other templates (extends, include) and in Python (render, inclusion tags)."""
    names = set()
    for path in sources.template_files():
        names |= set(QUOTED.findall(path.read_text()))
    for path in sources.python_files(tests=False):
        names |= {node.value for node in ast.walk(sources.tree(path)) if isinstance(node, ast.Constant)}
    return names


def overrides(name):
    """Whether the template takes the place of one of a library's (the admin's, Django's forms)."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    folders += [
        Path(settings.BASE_DIR / ".none"),
        Path(__import__("django").__file__).parent / "forms" / "templates",
    ]
    theirs = [folder for folder in folders if sources.ROOT not in folder.parents or ".venv" in folder.parts]
    return any((folder / name).exists() for folder in theirs)


@pytest.mark.parametrize("name", own())
def test_template_compiles(name):
    get_template(name)


def test_a_missing_argument_of_a_component_fails_when_the_template_compiles():
    """The promise of house style 12: the compiler sees a misspelt argument, not the reader of the page."""
    source = '{% translate "x" mispelt=1 %}'
    with pytest.raises(Exception, match="mispelt"):
        engines["django"].from_string(source)


def test_every_template_is_used():
    known = mentioned() | BY_NAME
    unused = [
        name
        for name in own()
        if name not in known and not overrides(name) and not name.startswith(tuple(CHOSEN_AT_RUN_TIME))
    ]
    assert unused == []


def test_every_template_named_in_another_exists():
    for path in sources.template_files():
        for name in re.findall(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""", path.read_text()):
            get_template(name)
