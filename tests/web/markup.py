"""The saved pages before html-validate and the Nu checker. Both give faults: one line a rule and its places."""

import json

from tests.web.tools import CHECK, PACKAGES, Broken, ran

PLACES = 3  # shown of one fault


def _folded(found):
    """One line for the same fault on many pages, out of ``(fault, page, place)``."""
    together = {}
    for fault, page, place in found:
        together.setdefault(fault, {}).setdefault(page, place)
    for fault, pages in sorted(together.items()):
        shown = [f"{page} {place}" for page, place in sorted(pages.items())[:PLACES]]
        more = f" and {len(pages) - PLACES} more pages" if len(pages) > PLACES else ""
        yield f"{fault}\n    {'; '.join(shown)}{more}"


def _read(done, path):
    """The JSON a checker wrote; without it the checker itself failed."""
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        raise Broken(f"{done.args[0]}: {(done.stderr or done.stdout).strip()[-600:]}") from None


def _name(path):
    return path.rsplit("/", 1)[-1].removesuffix(".html")


def html_validate(node, files, folder):
    """Faults by html-validate with both presets; a warning is a fault too."""
    report = folder / "html-validate.json"
    program = PACKAGES / "html-validate" / "bin" / "html-validate.mjs"
    command = [node, program, "--config", CHECK / "htmlvalidate.mjs", "--formatter", f"json={report}", *files]
    done = ran(command, seconds=300)
    return list(
        _folded(
            (f"{one['ruleId']}: {one['message']}", _name(page["filePath"]), f"{one['line']}:{one['column']}")
            for page in _read(done, report)
            for one in page["messages"]
        )
    )


def nu(java, files, folder):
    """``(faults, remarks)`` by the Nu checker: its errors, and its warnings."""
    program = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = ran([java, "-jar", program, "--stdout", "--format", "json", *files], seconds=300)
    (folder / "nu.json").write_text(done.stdout)
    found = {True: [], False: []}
    for one in _read(done, folder / "nu.json")["messages"]:
        where = (_name(one.get("url", "")), f"{one.get('lastLine', '?')}:{one.get('lastColumn', '?')}")
        found[one["type"] != "info"].append((one["message"], *where))
    return list(_folded(found[True])), list(_folded(found[False]))
