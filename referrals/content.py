"""Kinds of referral with their choices and questions, and Kymenlaakso's example teams and agreements, from files.

What people changed or deleted in the admin stays as they left it; the rest follows the files.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from catalogue.models import Theme
from catalogue.models.history import one_entry
from fields.facts import read
from organisations.models import Municipality, Organisation

from .models import Agreement, Choice, Kind, Question, Team

FOLDER = Path(__file__).resolve().parent / "data"
LANGUAGES = ("fi", "sv")
ASKS = ("asks_safety", "asks_activity", "asks_wellbeing")
UNIT_SAYS = {
    "fi": "Esimerkki: yksikkö lähetteiden kokeilemiseen.",
    "sv": "Exempel: en enhet för att pröva remisser.",
}


def documents(folder=FOLDER):
    return {name: read(folder / f"{name}.json") for name in ("kinds", "choices", "example")}


class Loader:
    """``report`` counts per group, ``errors`` are sentences that name the record; with any nothing may stay."""

    def __init__(self):
        self.report, self.errors = {}, []

    def facts(self, content):
        """What every installation begins with."""
        themes = {theme.pk for theme in Theme.objects.all()}
        for place, row in enumerate(content["kinds"], start=1):
            self._bring("kinds", row["code"], self._kind, row, place, themes)
        known = {kind.pk: kind for kind in Kind.objects.all()}
        for place, row in enumerate(content["choices"], start=1):
            self._bring("choices", row["code"], self._choice, row, place, known)
        return self

    def example(self, content, today=None):
        """Units, teams and agreements to try referrals with: never in production."""
        today, example = today or timezone.localdate(), content["example"]
        self.units = {}
        for row in example["units"]:
            self._bring("units", row["key"], self._unit, row)
        for row in example["teams"]:
            self._bring("teams", row["unit"], self._team, row, today)
        for team in Team.objects.of(self.units.values()).prefetch_related("kinds"):
            for kind in team.kinds.all():
                self._bring("agreements", f"{team} {kind.pk}", self._agreements, team, kind, example)
        return self

    def _bring(self, group, key, bring, *arguments):
        report = self.report.setdefault(group, Counter())
        try:
            with transaction.atomic():
                report[bring(*arguments)] += 1
        except ValidationError as error:
            self.errors.append(f"{key}: {' '.join(error.messages)}")
        except (KeyError, TypeError, ValueError) as error:
            self.errors.append(f"{key}: {error!r}")

    # ------------------------------------------------------------ facts
    def _kind(self, row, place, themes):
        found = Kind.objects.filter(pk=row["code"]).first()
        if kept := _kept(Kind, found, code=row["code"]):
            return kept
        kind = found or Kind(code=row["code"], position=place)
        for field in ("name", "short_name", "advice", "adviser"):
            _words(kind, field, row[field])
        for name in ASKS:
            setattr(kind, name, row[name])
        changed = _saved(kind, found)
        with one_entry(kind):
            kind.themes.set([key for key in row["themes"] if key in themes])
        for order, question in enumerate(row["questions"], start=1):
            have = Question.objects.filter(kind=kind, code=question["code"]).first()
            wanted = have or Question(kind=kind, code=question["code"])
            wanted.answer, wanted.position = question["answer"], order
            _words(wanted, "words", question)
            changed = _saved(wanted, have) or changed
        return "new" if found is None else "changed" if changed else "unchanged"

    def _choice(self, row, place, kinds):
        found = Choice.objects.filter(code=row["code"]).first()
        if kept := _kept(Choice, found, code=row["code"]):
            return kept
        choice = found or Choice(code=row["code"])
        choice.group, choice.position = row["group"], place
        _words(choice, "name", row)
        changed = _saved(choice, found)
        wanted = {kinds[code].pk for code in row["kinds"] if code in kinds}
        if set(choice.kinds.values_list("pk", flat=True)) != wanted:
            with one_entry(choice):
                choice.kinds.set(wanted)
            changed = True
        return "new" if found is None else "changed" if changed else "unchanged"

    # ------------------------------------------------------------ example
    def _unit(self, row):
        parent = _body(row["parent"])
        if parent is None:
            raise ValueError(f"no such organisation: {row['parent']}")
        found = Organisation.objects.filter(parent=parent, name_fi=row["fi"]).first()
        if found is None and _deleted(Organisation, name_fi=row["fi"], parent=parent):
            return "deleted here"
        unit = found or Organisation(kind=Organisation.Kind.UNIT, parent=parent)
        if found is None:
            unit.municipality_id = row.get("municipality") or parent.municipality_id
            _words(unit, "name", row)
            _words(unit, "description", UNIT_SAYS)
            _saved(unit, None)
        self.units[row["key"]] = unit
        return "unchanged" if found else "new"

    def _team(self, row, today):
        unit = self.units.get(row["unit"])
        if unit is None:
            return "without a unit"
        found = Team.objects.filter(organisation=unit).first()
        if found or _deleted(Team, organisation=unit):
            return "unchanged" if found else "deleted here"  # its own people say what it is now
        team = Team(
            organisation=unit,
            name_fi=unit.name_fi,
            name_sv=unit.name_sv,
            phone=row["phone"],
            capacity=row["capacity"],
            waiting_weeks=row.get("weeks"),
            capacity_on=today - timedelta(days=row["days_ago"]),
            practice=row.get("practice", False),
        )
        _words(team, "place", row["place"])
        _saved(team, None)
        with one_entry(team):
            team.kinds.set(row["kinds"])
            team.municipalities.set(Municipality.objects.filter(pk__in=row["municipalities"]))
        return "new"

    def _agreements(self, team, kind, example):
        receiver = team.organisation.parent
        made = [
            self._agreement(_body("county"), receiver, kind, "between", example["agreements"]),
            self._agreement(receiver, receiver, kind, "self", example["agreements"]),
        ]
        return "new" if any(made) else "unchanged"

    def _agreement(self, sender, receiver, kind, sort, words):
        """Whether it was made: what stands between two bodies already is theirs."""
        if Agreement.objects.filter(sender=sender, receiver=receiver, kind=kind).exists():
            return False
        if _deleted(Agreement, sender=sender, receiver=receiver, kind=kind):
            return False
        agreement = Agreement(sender=sender, receiver=receiver, kind=kind, officer=words["officer"])
        agreement.valid_from, agreement.notice_version = (
            date.fromisoformat(words["valid_from"]),
            words["version"],
        )
        _words(agreement, "basis", words["basis"])
        for field in ("controllers", "notice"):
            _words(agreement, field, words[sort][field])
        _saved(agreement, None)
        return True


def _body(key):
    """The county's own organisation, or that of a municipality."""
    bodies = Organisation.objects.filter(kind=Organisation.Kind.COUNTY)
    if key != "county":
        bodies = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, municipality=key)
    return bodies.order_by("pk").first()


def _kept(model, found, **key):
    """Whether people of this installation have decided on it: then the file has no say."""
    if found is None:
        return "deleted here" if _deleted(model, **key) else ""
    return "edited here" if found.history.filter(history_user__isnull=False).exists() else ""


def _deleted(model, **key):
    return model.history.filter(**key, history_type="-", history_user__isnull=False).exists()


def _words(record, field, words):
    for code in LANGUAGES:
        setattr(record, f"{field}_{code}", words[code])


def _saved(record, found):
    """Saves what is new or differs from the table; whether it did."""
    if found is not None:
        there = type(record).objects.get(pk=record.pk)
        columns = [field.attname for field in record._meta.concrete_fields]
        if all(getattr(there, name) == getattr(record, name) for name in columns):
            return False
    record.full_clean()
    record.save()
    return True
