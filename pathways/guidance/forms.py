"""What a professional and a client choose together. Wrong answers are said in a sentence; the others stay chosen."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from .rules import book
from .situation import AGES, Situation

MOST = 50  # answers to one question: more than there are choices
AGE_WORDS = dict(
    zip(AGES, (_("under 18"), _("18–29 years"), _("30–64 years"), _("65 or older")), strict=True)
)
SEVERAL = ("needs", "wishes", "barriers")
_UNKNOWN = _("One of the choices is not known here. Choose again.")


@dataclass
class Option:
    value: str
    label: str
    chosen: bool


class _Several(forms.Field):
    """Answers from ``known``; the same answer twice is one answer."""

    widget = forms.SelectMultiple
    default_error_messages = {"unknown": _UNKNOWN}

    def __init__(self, *, known, **kwargs):
        super().__init__(required=False, **kwargs)
        self.known = known

    def clean(self, value):
        values = value or []
        if len(values) > MOST or any(one not in self.known for one in values):
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return frozenset(values)


class Together(forms.Form):
    """Needs, place, age, wishes and what must hold. Nothing of it names anybody, and none of it is kept."""

    def __init__(self, data, now, language):
        super().__init__(data)
        self.language = language
        self.towns = [("", ""), *now.labels(language).options["municipality"]]
        self.fields |= {
            "needs": _Several(known=book().needs, label=_("What does the client need?")),
            "municipality": self._one(self.towns, _("Where?")),
            "age": self._one([("", ""), *AGE_WORDS.items()], _("Age of the client")),
            "wishes": _Several(known=book().wishes, label=_("What does the client wish for?")),
            "barriers": _Several(known=book().barriers, label=_("What must hold?")),
        }

    @staticmethod
    def _one(choices, label):
        words = {"invalid_choice": _UNKNOWN}
        return forms.ChoiceField(choices=choices, label=label, required=False, error_messages=words)

    def clean_needs(self):
        if not self.cleaned_data["needs"]:
            raise forms.ValidationError(_("Choose at least one need."), code="required")
        return self.cleaned_data["needs"]

    @property
    def situation(self):
        return Situation(**self.cleaned_data)

    # ------------------------------------------------------------ as the page shows it
    def chosen(self, name):
        """The known answers that were sent, in the order of the page; also beside wrong ones."""
        sent = set(self.data.getlist(name)[: MOST * 2]) if self.is_bound else set()
        return [key for key in self.fields[name].known if key in sent]

    def one(self, name):
        sent = self.data.get(name, "") if self.is_bound else ""
        return sent if sent in dict(self.fields[name].choices) else ""

    def options(self, name):
        chosen, rows = set(self.chosen(name)), getattr(book(), name)
        return [Option(key, row.said.in_(self.language), key in chosen) for key, row in rows.items()]

    @property
    def several(self):
        """[(name, key)] of the needs, wishes and conditions that are chosen."""
        return [(name, key) for name in SEVERAL for key in self.chosen(name)]

    @property
    def sent(self):
        """[(name, value)] of everything that is chosen."""
        return [
            *self.several,
            *((name, self.one(name)) for name in ("municipality", "age") if self.one(name)),
        ]

    @property
    def words(self):
        """What is chosen, in words."""
        said = [getattr(book(), name)[key].said.in_(self.language) for name, key in self.several]
        town, age = dict(self.towns)[self.one("municipality")], AGE_WORDS.get(self.one("age"), "")
        return [one for one in (*said, town, str(age)) if one]
