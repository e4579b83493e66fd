"""What pathways give to other parts of the portal: stages on the tray, suggestions of the search box."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.cards import TINTS
from catalogue.search.suggesting import Suggestion, begins
from catalogue.tray.kinds import Item

from . import reading

LETTER = "p"  # of a stage among the keys of the tray: pexercise/own-test


def stages(now, language, keys):
    """{key: Item} of the stages that are public."""
    found = {key: reading.stage(now, language, key.removeprefix(LETTER)) for key in keys}
    return {key: _item(*pair) for key, pair in found.items() if pair}


def _item(pathway, stage):
    theme = next(iter(pathway.themes), ("", ""))[0]
    lines = (
        ("clock", _("Duration"), stage.duration),
        ("people", _("Who acts"), stage.lane.name),
        ("info", _("Bring along"), stage.bring),
    )
    return Item(
        title=stage.title,
        url=stage.url,
        by=pathway.name,
        summary=stage.body,
        lines=tuple(line for line in lines if line[2]),
        checked=pathway.checked,
        theme=theme if theme in TINTS else "",
        tint=TINTS.get(theme, ""),
    )


def suggested(typed, language, now):
    """Pathways whose name or theme begins with what is typed."""
    for pathway in reading.pathways(now, language).values():
        if any(begins(words, typed) for words in (pathway.name, *(name for _key, name in pathway.themes))):
            yield Suggestion(gettext_lazy("Pathways"), pathway.name, pathway.url, lang=pathway.name.lang)
