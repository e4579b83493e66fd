"""The project's own files, for the tests that read them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Right of an arrow knows what is left of it, never the other way.
ORDER = [
    ["fields"],
    ["audit", "outbox", "counters"],
    ["organisations"],
    ["catalogue"],
    ["pathways"],
    ["referrals"],
    ["insight"],
]
APPS = [app for step in ORDER for app in step]
_NOT_OURS = {".git", ".venv", "node_modules", "var", "__pycache__", "test-artifacts", ".hypothesis"}
_TEXT = {
    ".py",
    ".html",
    ".txt",
    ".xml",
    ".svg",
    ".md",
    ".json",
    ".csv",
    ".po",
    ".css",
    ".js",
    ".mjs",
    ".toml",
    ".yml",
}


def _walk(folder):
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


@cache
def files():
    """Every file of the project, tracked or about to be."""
    return list(_walk(ROOT))


def relative(path):
    return path.relative_to(ROOT).as_posix()


def text_files():
    return [path for path in files() if path.suffix in _TEXT or path.suffix == ""]


def python_files(*, tests=True, migrations=False):
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and (migrations or "migrations" not in path.parts)
        and (tests or path.relative_to(ROOT).parts[0] != "tests")
    ]


def template_files():
    suffixes = {".html", ".txt", ".xml", ".svg"}
    return [
        path for path in files() if "templates" in path.relative_to(ROOT).parts and path.suffix in suffixes
    ]


def product_files():
    """What is served: the templates and the Python that makes pages."""
    return [*python_files(tests=False), *template_files()]


@cache
def tree(path):
    return ast.parse(path.read_text(), str(path))


def calls(node):
    """``(dotted name, line)`` of each call: ``Service.objects.filter`` of ``Service.objects.filter(pk=1)``."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            yield dotted(part.func), part.lineno


def dotted(node):
    names = []
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            names.append("()")
            node = node.func
    names.append(node.id if isinstance(node, ast.Name) else "?")
    return ".".join(reversed(names)).replace(".()", "()")


def imports(node, package):
    """Full names of the modules a file imports, relative ones resolved against its package."""
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            yield from ((alias.name, part.lineno) for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - part.level + 1] if part.level else []
            module = ".".join([*base, *([part.module] if part.module else [])])
            yield from ((f"{module}.{alias.name}", part.lineno) for alias in part.names)
