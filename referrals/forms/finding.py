"""What narrows the lists, and finding a client by number, birth date or surname."""

import re

from django import forms
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fields import identity
from fields.forms import IdentityCodeField
from referrals import tracing, worklists
from referrals.models import Client, Trace
from referrals.models.lists import ORDERS
from referrals.models.referral import LETTERS

from .client import Unshown
from .parts import Day, Line

NUMBER = re.compile(rf"[{LETTERS}]{{4}}[-– ]?[{LETTERS}]{{4}}", re.IGNORECASE)


class Filter:
    """Choices that stand in the address. What is not among them is the first one."""

    WHOSE = {}
    LISTS = {}
    LIST, SORT = "all", "due"

    def __init__(self, query):
        self.query = query

    def asked(self):
        wanted = {name: self.query.get(name, "") for name in ("list", "whose", "sort")}
        return {
            "list": wanted["list"] if wanted["list"] in self.LISTS else self.LIST,
            "whose": wanted["whose"] if wanted["whose"] in self.WHOSE else "",
            "sort": wanted["sort"] if wanted["sort"] in ORDERS else self.SORT,
        }

    def link(self, **over):
        """The address's query with another choice; what goes without saying is left out."""
        new, plain = self.asked() | over, {"list": self.LIST, "whose": "", "sort": self.SORT}
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in new.items() if value != plain[name]})
        return f"?{query.urlencode()}"


class InboxFilter(Filter):
    LISTS = worklists.TEAM
    WHOSE = {
        "": pgettext_lazy("whose", "Whole team"),
        "mine": pgettext_lazy("whose", "Mine"),
        "nobody": pgettext_lazy("whose", "Without an adviser"),
    }

    def sorts(self):
        """``{column: (link, ascending or descending or none)}`` of the two columns that sort."""
        now, found = self.asked()["sort"], {}
        for column in ("due", "arrived"):
            turned = f"-{column}" if now == column else column
            state = {column: "ascending", f"-{column}": "descending"}.get(now, "none")
            found[column] = (self.link(sort=turned), state)
        return found


class UnitFilter(Filter):
    LISTS = worklists.UNIT
    LIST = ""
    WHOSE = {"": pgettext_lazy("whose", "Whole unit"), "mine": pgettext_lazy("whose", "Made by me")}


class FindForm(forms.Form):
    """Sent by POST. What is looked for is not kept; the log has that somebody looked, and what was found."""

    q = Line(
        label=_("Find a client"),
        help_text=_("Number of the referral, date of birth or surname"),
        length=100,
        error_messages={"required": _("Write a number, a date of birth or a surname.")},
    )
    what = "surname"

    def among(self, rows, receiving):
        """Of these rows those that it fits; ``receiving``: ids of the organisations that have them."""
        text = self.cleaned_data["q"]
        if NUMBER.fullmatch(text):
            self.what, letters = "number", re.sub(r"[^0-9A-Z]", "", text.upper())
            return rows.of_number(f"{letters[:4]}-{letters[4:]}")
        if day := as_date(text):
            self.what = "birth_date"
            digests = tracing.birth_date_digests(day, receiving)
            return rows.traced(Trace.objects.matching(Trace.What.BIRTH_DATE, digests))
        digests = tracing.surname_digests(text, receiving)
        return rows.traced(Trace.objects.matching(Trace.What.SURNAME, digests))


class PersonForm(forms.Form):
    """Of somebody who asks for their data: by the code, or by name and date of birth where no code was written."""

    narrows = True
    identity_code = IdentityCodeField(
        label=_("Personal identity code"), required=False, max_length=20, widget=Unshown
    )
    name = Line(
        label=_("Whole name"), required=False, help_text=_("As it stands in the referral."), length=100
    )
    born = Day(label=_("Date of birth"), required=False)

    def clean(self):
        given = self.cleaned_data
        if "identity_code" in self.errors:
            self.fields["identity_code"].widget.wrong = True
        elif not given.get("identity_code") and not (given.get("name") and given.get("born")):
            self.add_error(None, _("Write the personal identity code, or both name and date of birth."))

    @property
    def person(self):
        """A client as a row that is not saved; the code tells the date of birth too."""
        given = self.cleaned_data
        code, born = given["identity_code"], given.get("born")
        born = identity.birth_date(code) if code else born
        return Client(identity_code=code, name=given["name"], birth_date=born.isoformat())

    @property
    def asked(self):
        """What was looked for, for the log."""
        return [name for name in ("identity_code", "name") if self.cleaned_data[name]]


def as_date(text):
    try:
        return forms.DateField(input_formats=formats.get_format("DATE_INPUT_FORMATS")).clean(
            text.replace(" ", "")
        )
    except forms.ValidationError:
        return None
