"""The shape of the code: one-way arrows, small files, names that say which rule lives where."""

import ast
import re

import pytest

from tests import sources
from tests.sources import APPS, ORDER, ROOT, relative

PYTHON_LINES = 300
TEMPLATE_LINES = 120
NO_SUCH_FILES = {"utils.py", "helpers.py", "services.py", "selectors.py", "models2.py"}
# What of the site the apps may use: these two import no app.
SHARED = ("hyteportal.forms", "hyteportal.templatetags")
# Questions to the database that the ORM cannot ask; each with its reason.
RAW_SQL_ALLOWED = {
    "outbox/locking.py": "advisory locks of PostgreSQL are no rows",
    "audit/append_only.py": "triggers, and asking the database whether they and the grants are in place",
    "referrals/append_only.py": "triggers, and asking the database whether they are in place",
    "organisations/patience.py": "a setting of the transaction",
    "organisations/scope.py": "settings of the transaction that policies of PostgreSQL read",
    "organisations/row_security.py": "asks PostgreSQL's catalogue whether its policies are in force",
    "organisations/management/commands/database_roles.py": "roles and rights are no rows",
    "catalogue/models/asked.py": "three questions of every page, whose writing costs more than their answer",
    "catalogue/search/index.py": "inserts hundreds of rows a service without a model object for each",
}
READS_AND_WRITES = {"filter", "exclude", "create", "save", "bulk_create", "get_or_create", "update_or_create"}
WRITES = READS_AND_WRITES - {"filter", "exclude"}


def forbidden_import(path, name):
    """Why the file at ``path`` (relative to the project) may not import ``name``; empty when it may."""
    owner, target = path.split("/")[0], name.split(".")[0]
    if owner in APPS and target in APPS and owner != target:
        step = next(number for number, apps in enumerate(ORDER) if owner in apps)
        if target not in [app for apps in ORDER[:step] for app in apps]:
            return f"{owner} stands left of {target} (or beside it)"
    if owner in APPS and target == "hyteportal" and not name.startswith(SHARED):
        return "an app uses nothing of the site but its forms and template tags"
    if path.startswith(("hyteportal/forms", "hyteportal/templatetags/")) and target in APPS:
        return "the site's forms and template tags know no app"
    if target == "tests" and owner != "tests":
        return "the product knows no tests"
    return ""


def test_imports_follow_the_arrows():
    wrong = []
    for path in sources.python_files(tests=False):
        package = ".".join(path.relative_to(ROOT).parent.parts)
        for name, line in sources.imports(sources.tree(path), package):
            if reason := forbidden_import(relative(path), name):
                wrong.append(f"{relative(path)}:{line} imports {name}: {reason}")
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("organisations/models/user.py", "catalogue.models.Service"),
        ("catalogue/views.py", "referrals.models"),
        ("audit/models.py", "outbox.models"),
        ("fields/text.py", "organisations.models"),
        ("catalogue/admin.py", "hyteportal.settings"),
        ("hyteportal/templatetags/ui.py", "catalogue.models"),
        ("catalogue/models/place.py", "tests.factories"),
    ],
)
def test_an_import_against_the_arrows_is_seen(path, name):
    assert forbidden_import(path, name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("catalogue/models/service.py", "organisations.models.Organisation"),
        ("insight/views.py", "audit.models"),
        ("catalogue/forms.py", "hyteportal.forms.Form"),
        ("hyteportal/views.py", "catalogue.models"),
        ("referrals/models.py", "django.db.models"),
    ],
)
def test_an_import_along_the_arrows_is_allowed(path, name):
    assert not forbidden_import(path, name)


def test_every_app_has_its_place_in_the_order():
    present = {path.parent.name for path in sources.files() if path.name == "apps.py"}
    assert present - {"hyteportal"} <= set(APPS)


def test_files_stay_small():
    wrong = []
    limits = [(sources.python_files(), PYTHON_LINES), (sources.template_files(), TEMPLATE_LINES)]
    for paths, limit in limits:
        for path in paths:
            lines = path.read_text().count("\n")
            if lines > limit:
                wrong.append(f"{relative(path)}: {lines} lines, the limit is {limit}")
    assert wrong == []


def test_no_file_or_folder_has_a_name_that_says_nothing():
    names = [relative(path) for path in sources.python_files() if path.name in NO_SUCH_FILES]
    assert (
        names + [relative(path) for path in sources.files() if "core" in path.relative_to(ROOT).parts] == []
    )


def test_every_module_begins_with_a_line_on_what_lives_there():
    silent = [
        relative(path)
        for path in sources.python_files()
        if path.read_text().strip()
        and path.name != "__init__.py"
        and not ast.get_docstring(sources.tree(path))
    ]
    assert silent == []


def layer(path):
    """Which of the four layers a file is, and which calls it may not make."""
    parts = path.split("/")
    if parts[-1] == "views.py" or "views" in parts[:-1]:
        return READS_AND_WRITES
    if parts[-1] in {"forms.py", "filters.py"} or {"forms", "filters"} & set(parts[:-1]):
        return {f"objects.{name}" for name in READS_AND_WRITES}
    if "commands" in parts:
        return WRITES
    return set()


def past_the_layer(path, node):
    """Calls that belong to another layer: ``(name, line)``."""
    for name, line in sources.calls(node):
        if "super()" in name or "." not in name:
            continue
        if any(name.endswith(f".{forbidden}") for forbidden in layer(path)):
            yield name, line


def test_views_forms_and_commands_leave_queries_and_writes_to_the_models():
    wrong = [
        f"{relative(path)}:{line} {name}"
        for path in sources.python_files(tests=False)
        for name, line in past_the_layer(relative(path), sources.tree(path))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("catalogue/views.py", "Service.objects.filter(pk=1)"),
        ("catalogue/views/browse.py", "services.published().exclude(pk=1)"),
        ("catalogue/views.py", "form.save()"),
        ("catalogue/forms.py", "Service.objects.filter(pk=1)"),
        ("catalogue/filters.py", "Theme.objects.create(key='x')"),
        ("catalogue/management/commands/x.py", "service.save()"),
    ],
)
def test_a_call_past_its_layer_is_seen(path, code):
    assert list(past_the_layer(path, ast.parse(code)))


def test_raw_sql_is_written_only_where_it_is_allowed():
    wrong = []
    for path in sources.python_files(tests=False):
        for name, line in sources.calls(sources.tree(path)):
            if (
                name.split(".")[-1] in {"raw", "extra", "cursor", "RawSQL"}
                and relative(path) not in RAW_SQL_ALLOWED
            ):
                wrong.append(f"{relative(path)}:{line} {name}")
    assert wrong == []


def test_no_form_takes_every_field():
    every = re.compile(r"""fields\s*=\s*["']__all__["']""")
    paths = sources.python_files(tests=False)
    assert [relative(path) for path in paths if every.search(path.read_text())] == []


def test_settings_have_no_default_of_one_machine():
    """Such as HYTE_CORPUS: a default path is relative to the project."""
    wrong = []
    for node in ast.walk(sources.tree(ROOT / "hyteportal" / "settings.py")):
        if isinstance(node, ast.Call) and sources.dotted(node.func).startswith(("env", "os.environ")):
            values = [part.value for part in node.args[1:] if isinstance(part, ast.Constant)]
            wrong += [value for value in values if isinstance(value, str) and value.startswith(("/", "~"))]
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact_and_say_what_they_are_for(name):
    line = re.compile(r"(#.*|-r requirements\.txt|[a-z0-9-]+(\[[a-z,]+\])?==[\w.]+ +# \w.+)")
    lines = (ROOT / name).read_text().splitlines()
    assert [text for text in lines if text and not line.fullmatch(text)] == []
