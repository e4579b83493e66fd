"""The form that brings several clients into a group: which group, when, and who."""

import uuid

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Service
from referrals.models.grouping import BOOK, START

from .parts import Clock, Day, Line, ServiceField, moment


class GroupForm(forms.Form):
    narrows = True  # what is needed hangs on what happens: nothing is called optional
    what = forms.ChoiceField(
        label=_("What happens"),
        choices=[
            (BOOK, _("Book the first time of the group for them")),
            (START, _("Start guidance: the group has begun")),
        ],
        widget=forms.RadioSelect,
        initial=BOOK,
    )
    service = ServiceField(
        label=_("Group"),
        queryset=None,
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the group.")},
    )
    day = Day(label=_("Day of the first time"), required=False)
    clock = Clock(label=_("Time"), required=False)
    place = Line(label=_("Where you meet"), required=False)
    next_step = Line(label=_("Next step"), help_text=_("The clients see this text."), required=False)

    def __init__(self, *args, rows, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.now = rows, now
        self.fields["service"].queryset = offered_to(rows)

    def clean(self):
        said = self.cleaned_data
        at = moment(said.get("day"), said.get("clock"))
        if said.get("what") == BOOK and not at and not {"day", "clock"} & self.errors.keys():
            self.add_error("day", _("Write both the day and the time."))
        elif said.get("what") == BOOK and at and at <= self.now:
            self.add_error("day", _("Choose a time that is still to come."))
        if not self.chosen:
            self.add_error(None, _("Choose at least one client."))

    @property
    def chosen(self):
        """The rows that were ticked; what is none of them is passed over."""
        ticked = self.versions
        return [row for row in self.rows if row.pk in ticked]

    @property
    def versions(self):
        """``{id: version}`` of the ticks ``<id>:<version>`` as they were sent."""
        found = {}
        for one in self.data.getlist("who") if self.is_bound else ():
            key, _sep, version = one.partition(":")
            try:
                found[uuid.UUID(key)] = int(version) if version.isdecimal() and len(version) < 10 else 0
            except ValueError:
                continue
        return found

    def given(self):
        said = self.cleaned_data
        if said["what"] == START:
            return {"services": [said["service"].pk], "next_step": said["next_step"] or None}
        return {"at": moment(said["day"], said["clock"]), "place": said["place"], "service": said["service"]}


def offered_to(rows):
    """Services of the themes of these referrals."""
    themes = {theme.pk for row in rows for theme in row.referral.kind.themes.all()}
    return (
        Service.objects.published().for_theme(*themes).by_name(get_language()[:2]).select_related("provider")
    )
