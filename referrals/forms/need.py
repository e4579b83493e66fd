"""The second screen: why, is it safe, how things are now, and what the client wants."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals import wellbeing
from referrals.models import Asked, Choice, Question

from .parts import Line, Words, whole_number
from .steps import Step, one_of, several, yes_no

NO_DIAGNOSES = _("Do not write diagnoses or other people's names here.")
GROUPS = ("reasons", "goals", "wished", "barriers")
OF_GROUP = {"reasons": "reason", "goals": "goal", "wished": "wish", "barriers": "barrier"}
ACTIVITY = ("brisk", "vigorous", "strength")
MINUTES, TIMES = 5000, 50


class NeedForm(Step):
    reasons = several(_("Reasons (choose one or more)"), help_text=_("No diagnosis is written down."))
    reason_note = Line(label=_("More about the reasons"), required=False, length=300, help_text=NO_DIAGNOSES)
    safe = one_of(_("Safe to exercise"), Asked.Safe.choices)
    limits = Line(label=_("Limits"), required=False, length=300, help_text=NO_DIAGNOSES)
    brisk = whole_number(_("Brisk minutes a week"), largest=MINUTES)
    vigorous = whole_number(_("Vigorous minutes a week"), largest=MINUTES)
    strength = whole_number(_("Strength times a week"), largest=TIMES)
    goal = Words(
        label=_("What does the client want? In the client's own words"), rows=3, help_text=NO_DIAGNOSES
    )
    readiness = forms.ChoiceField(
        label=_("How ready for change, 0–10"),
        choices=[(str(n), str(n)) for n in range(11)],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("0 = not ready at all, 10 = would begin today"),
    )
    goals = several(_("Goals"))
    wished = several(_("What would make it easier?"))
    barriers = several(_("What makes it hard?"))
    wishes = Line(label=_("Other wishes"), required=False, length=300)
    services = several(_("Services that may suit"))

    def shape(self):
        kind, making = self.making.kind, self.making
        groups = Choice.objects.offered(kind).in_groups()
        for name in GROUPS:
            self._offer(name, [(one.code, str(one)) for one in groups[OF_GROUP[name]]])
        if not kind.asks_safety or making.own:
            del self.fields["safe"], self.fields["limits"]
        if not kind.asks_activity:
            for name in ACTIVITY:
                del self.fields[name]
        if "limits" in self.fields:
            self.fields["limits"].widget.attrs["list"] = "limits-texts"
        self._offer("services", making.suggested())
        for one in Question.objects.asked(kind):
            yes = one.answer == Question.Answer.YES_NO
            self.fields[f"q_{one.code}"] = (
                yes_no(str(one)) if yes else Line(label=str(one), required=False, length=500)
            )
        if kind.asks_wellbeing:
            self.fields |= wellbeing.fields()

    def _offer(self, name, choices):
        if choices:
            self.fields[name].choices = choices
        else:
            del self.fields[name]

    @property
    def asked(self):
        """The kind's own questions, for the page."""
        return [self[name] for name in self.fields if name.startswith("q_")]

    @property
    def wellbeing(self):
        return [self[name] for name in self.fields if name.startswith(wellbeing.PREFIX)]

    @property
    def wellbeing_open(self):
        return any(field.value() for field in self.wellbeing)

    def clean(self):
        given = self.cleaned_data
        if "reasons" in self.fields and not given.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", _("Choose at least one."))
        if "safe" not in self.fields or given.get("safe") != Asked.Safe.LIMITS:
            given["limits"] = ""
        elif not given.get("limits") and "limits" not in self.errors:
            self.add_error("limits", _("Write the limits."))

    # ------------------------------------------------------------ what is kept
    def need(self):
        """Columns of what is asked: what is right."""
        chosen = [code for name in GROUPS for code in self.right(name, [])]
        activity = {name: number for name in ACTIVITY if (number := self._number(name)) is not None}
        answers = {name.removeprefix("q_"): self.right(name) for name in self.fields if name.startswith("q_")}
        points = wellbeing.points(getattr(self, "cleaned_data", {})) if self.wellbeing else None
        return {
            "choices": json.dumps(chosen),
            "reason_note": self.right("reason_note"),
            "safe": self.right("safe"),
            "limits": self.right("limits"),
            "activity": json.dumps(activity),
            "goal": self.right("goal"),
            "readiness": self.right("readiness"),
            "wishes": self.right("wishes"),
            "answers": json.dumps({code: said for code, said in answers.items() if said}),
            "who5": "" if points is None else str(points),
            "services": json.dumps([int(one) for one in self.right("services", [])]),
        }

    def _number(self, name):
        return getattr(self, "cleaned_data", {}).get(name)
