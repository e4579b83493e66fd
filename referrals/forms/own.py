"""Forms of the resident's own page: one each for what can be done there."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from fields import identifiers
from organisations.forms.people import Address
from pathways.assessments.instruments import instruments
from referrals.models.link import letters

WORDS = 1000
WHO5 = "who-5"


class Phone(forms.CharField):
    """Finnish or foreign; stored as it is dialled from anywhere."""

    def __init__(self, **kwargs):
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}

    def clean(self, value):
        typed = super().clean(value)
        return identifiers.international(typed) if typed else ""


def words(label, **more):
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=WORDS, widget=widget, **more)


# ------------------------------------------------------------ the way in
class Way(forms.Form):
    """Whoever has no link: the number of the referral, and where it knows them to be reached."""

    number = forms.CharField(
        label=_("Number of the referral"), max_length=20, help_text=_("It looks like this: 7FH4-K2MP.")
    )
    contact = forms.CharField(
        label=_("Your phone number or e-mail address"),
        max_length=254,
        help_text=_("The one that you gave when the referral was made."),
    )

    def clean_number(self):
        typed = letters(self.cleaned_data["number"])
        return f"{typed[:4]}-{typed[4:]}"[:20]

    def clean_contact(self):
        typed = self.cleaned_data["contact"].strip()
        return typed if "@" in typed else identifiers.international(typed)


class Letter(forms.Form):
    code = forms.CharField(
        label=_("Code of the letter"),
        max_length=40,
        help_text=_("Sixteen letters and digits. Spaces and hyphens do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class Code(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


# ------------------------------------------------------------ what can be done
class Act(forms.Form):
    """``own`` is the client's referral; the version is that of the page they looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, own, *args, **kwargs):
        self.own = own
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = own.assignment.version
        self.ask()

    def ask(self):
        """Fields that hang on the referral."""

    def choose(self, name, rows, label):
        self.fields[name] = forms.ChoiceField(label=label, choices=rows, widget=forms.RadioSelect)
        if len(rows) == 1:
            self.fields[name].initial = rows[0][0]


class Wish(Act):
    text = words(_("What should we know?"), required=False)


class Time(Act):
    text = words(_("When does it suit you?"))


class Number(Act):
    phone = Phone(label=_("Phone"), required=False)
    email = Address(label=_("E-mail"), max_length=254, required=False)

    def ask(self):
        self.fields["phone"].initial = self.own.phone
        self.fields["email"].initial = self.own.client.email

    def clean(self):
        known = super().clean()
        if not self.errors and not known["phone"] and not known["email"]:
            self.add_error("phone", _("Give a phone number or an e-mail address, so that we reach you."))
        return known


class Consents(Act):
    def ask(self):
        self.rows = {str(one.pk): one for one in self.own.consents if one.withdrawn_at is None}
        named = {key: f"{one.get_scope_display()}: {one.receiver}" for key, one in self.rows.items()}
        self.choose(
            "consent", [(key, said[:1].upper() + said[1:]) for key, said in named.items()], _("Consent")
        )

    def clean_consent(self):
        return self.rows[self.cleaned_data["consent"]]


class Book(Act):
    def ask(self):
        self.rows = {str(one.pk): one for one in self.own.offered}
        self.choose("meeting", [(key, _meeting(one)) for key, one in self.rows.items()], _("Time"))

    def clean_meeting(self):
        return self.rows[self.cleaned_data["meeting"]]


class Answer(Act):
    text = words(_("Your answer"))


class SendOn(Act):
    agree = forms.BooleanField(
        label=_("My information may be given to this receiver. I may take this back at any time.")
    )
    field_order = ["version", "team", "agree"]

    def ask(self):
        self.rows = {str(one.pk): one for one in self.own.others}
        self.choose("team", [(key, str(one)) for key, one in self.rows.items()], _("New receiver"))
        self.order_fields(self.field_order)

    def clean_team(self):
        return self.rows[self.cleaned_data["team"]]


class Reopen(Act):
    text = words(_("What should we know?"), required=False)


class FollowUp(Act):
    """WHO-5 as published, and how much one moves; every question may be passed over."""

    brisk = forms.IntegerField(
        label=_("Brisk exercise, minutes a week"), min_value=0, max_value=5000, required=False
    )
    vigorous = forms.IntegerField(
        label=_("Vigorous exercise, minutes a week"), min_value=0, max_value=5000, required=False
    )
    strength = forms.IntegerField(
        label=_("Strength training, times a week"), min_value=0, max_value=50, required=False
    )
    text = words(_("Do you want to say something more?"), required=False)
    MOVES = ("brisk", "vigorous", "strength")

    def ask(self):
        self.questions = instruments()[WHO5].questions
        for one in self.questions:
            self.fields[one.id] = forms.ChoiceField(
                label=str(one.text),
                choices=[(answer.value, str(answer.text)) for answer in one.answers],
                widget=forms.RadioSelect,
                required=False,
            )
        if not self.own.referral.kind.asks_activity:
            for name in self.MOVES:
                del self.fields[name]
        self.order_fields(["version", *(one.id for one in self.questions)])

    @property
    def who5(self):
        return [self.cleaned_data.get(one.id, "") for one in self.questions]

    @property
    def activity(self):
        return {
            name: self.cleaned_data[name] for name in self.MOVES if self.cleaned_data.get(name) is not None
        }


def _meeting(meeting):
    local = timezone.localtime(meeting.at)
    said = _("%(date)s at %(time)s") % {
        "date": date_format(local, "D j.n.Y").lower(),
        "time": date_format(local, "TIME_FORMAT"),
    }
    return ", ".join(part for part in (str(said), meeting.place) if part)
