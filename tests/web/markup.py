"""The saved pages before html-validate and the Nu checker. Both give faults: one line a rule and its places."""

import json

from tests.web.tools import CHECK, PACKAGES, Broken, ran

PLACES = 3  # shown of one fault


def _folded(found):
    """One entry for the same fault on many pages, out of ``(fault, page, place, example)``."""
    together, examples = {}, {}
    for fault, page, place, example in found:
        together.setdefault(fault, {}).setdefault(page, place)
        examples.setdefault(fault, " ".join(example.split()))
    for fault, pages in sorted(together.items()):
        shown = [f"{page} {place}" for page, place in sorted(pages.items())[:PLACES]]
        more = f" and {len(pages) - PLACES} more pages" if len(pages) > PLACES else ""
        yield f"{fault}\n    {'; '.join(shown)}{more}\n    {examples[fault]}"


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
            (
                f"{one['ruleId']}: {one['message']}",
                _name(page["filePath"]),
                f"{one['line']}:{one['column']}",
                one.get("selector") or "",
            )
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
        place = f"{one.get('lastLine', '?')}:{one.get('lastColumn', '?')}"
        fault = (one["message"], _name(one.get("url", "")), place, one.get("extract", ""))
        found[one["type"] != "info"].append(fault)
    return list(_folded(found[True])), list(_folded(found[False]))
