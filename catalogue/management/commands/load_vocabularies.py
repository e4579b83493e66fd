"""Code lists, themes and languages of services, from the product's own data files."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from catalogue.models import (
    Keyword,
    Language,
    LifeEvent,
    PlaceType,
    ServiceClass,
    Synonym,
    TargetGroup,
    Theme,
)
from fields.facts import read

DATA = Path(__file__).resolve().parents[2] / "data"
LABELS = ("label_fi", "label_sv", "label_en")  # the coordinator's, once loaded


class Command(BaseCommand):
    help = "Load service classes, target groups, life events, keywords, themes. Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--commit", action="store_true", help="write; otherwise only say what would change"
        )

    def handle(self, *args, commit, **options):
        with transaction.atomic():
            for model, file in (
                (ServiceClass, "service_classes.csv"),
                (TargetGroup, "target_groups.csv"),
                (LifeEvent, "life_events.csv"),
            ):
                rows = [_term(row) for row in read(DATA / file)]
                self._say(model, model.objects.bring(rows, kept=(*LABELS, "shown_to_residents")))
            languages = [{**row, "order": int(row["order"])} for row in read(DATA / "languages.csv")]
            self._say(Language, Language.objects.bring(languages, kept=("order",)))
            self._say(Keyword, {"new": Keyword.objects.bring(read(DATA / "keywords.csv"))})
            self._say(Theme, {"new": Theme.objects.bring(read(DATA / "themes.json"))})
            types = [_place_type(row) for row in read(DATA / "place_types.csv")]
            self._say(PlaceType, PlaceType.objects.bring(types))
            self._say(Synonym, {"new": Synonym.objects.bring(read(DATA / "synonyms.csv"))})
            if not commit:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit.")

    def _say(self, model, report):
        words = ", ".join(f"{number} {word}" for word, number in report.items())
        self.stdout.write(f"{model._meta.model_name}: {words}")


def _term(row):
    term = {
        name: value for name, value in row.items() if name not in ("parent", "order", "shown_to_residents")
    }
    term |= {"parent_id": row["parent"] or None, "order": int(row["order"])}
    if "shown_to_residents" in row:
        term["shown_to_residents"] = row["shown_to_residents"] == "1"
    return term


def _place_type(row):
    flags = {name: row[name] == "1" for name in ("deprecated", "makes_service")}
    return row | flags | {name: row[name].split() for name in ("classes", "target_groups")}
