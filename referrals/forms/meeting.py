"""Forms of reaching the client and of meeting: a try, a time, times to choose from, a meeting that did not happen."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.models import Attempt

from .moves import ONLY_TEAM, MoveForm, note_field
from .offered import offered_services
from .parts import Clock, Day, Line, ServiceField, moment

PLACE = _("Where you meet")


class AttemptForm(MoveForm):
    """What came of a try, in the words of who made it; two of them lead straight on to the next form."""

    move = "attempt"
    title = _("What did you do?")
    columns = True
    OUTCOMES = {
        "agreed": (_("Reached, we agreed on a time"), Attempt.Result.REACHED, "book"),
        "again": (_("Reached, I will call again"), Attempt.Result.REACHED, ""),
        "no_answer": (_("I did not reach the client"), Attempt.Result.NO_ANSWER, ""),
        "message": (_("Left a message"), Attempt.Result.MESSAGE, ""),
        "wrong": (_("Wrong number or address"), Attempt.Result.WRONG, ""),
        "stops": (_("Does not want to go on"), Attempt.Result.REACHED, "withdraw"),
    }
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        widget=forms.RadioSelect,
        choices=[(code, words) for code, (words, _result, _then) in OUTCOMES.items()],
        error_messages={"required": _("Choose how it went.")},
    )
    channel = forms.ChoiceField(label=_("How"), choices=Attempt.Channel.choices)
    day = Day(label=_("Day"))
    clock = Clock(label=_("Time"))
    text = note_field(help_text=ONLY_TEAM)

    def prepare(self):
        now = timezone.localtime(self.shown.now)
        self.initial.setdefault("day", now.date())
        self.initial.setdefault("clock", now.time())
        wishes = [one for one in self.shown.client.channels if one in Attempt.Channel.values]
        self.initial.setdefault("channel", wishes[0] if wishes else Attempt.Channel.PHONE)

    def given(self):
        said = self.cleaned_data
        at = min(moment(said["day"], said["clock"]), self.shown.now)
        if moment(said["day"], said["clock"]) > self.shown.now + timedelta(minutes=1):
            at = moment(said["day"], said["clock"])  # the verb says what is wrong with it
        result = self.OUTCOMES[said["outcome"]][1]
        return {"channel": said["channel"], "result": result, "at": at, "text": said["text"]}

    @property
    def then(self):
        """The move whose form comes next."""
        return self.OUTCOMES[self.cleaned_data["outcome"]][2]


class Book(MoveForm):
    """A time that was agreed on; one of those offered can be taken for the client."""

    move = "book"
    narrows = True  # a time that was offered, a place or a group: one of them is enough
    says = _("The client gets a message about the time, and a reminder two working days before.")
    meeting = forms.ModelChoiceField(
        label=_("A time that was offered"), queryset=None, required=False, empty_label=_("Another time")
    )
    day = Day(label=_("Day"), required=False)
    clock = Clock(label=_("Time"), required=False)
    place = Line(label=PLACE, required=False)
    service = ServiceField(label=_("Or a group"), queryset=None, required=False, empty_label=_("No group"))
    text = note_field(help_text=ONLY_TEAM)

    def prepare(self):
        offered = self.assignment.meetings.offered()
        self.fields["meeting"].queryset = offered
        if not offered:
            del self.fields["meeting"]
        self.fields["service"].queryset = offered_services(self.assignment)
        self.initial.setdefault("place", self.assignment.team.place)

    def given(self):
        said = self.cleaned_data
        if meeting := said.get("meeting"):
            return {"meeting": meeting, "text": said["text"]}
        at = moment(said["day"], said["clock"])
        return {"at": at, "place": said["place"], "service": said["service"], "text": said["text"]}


class NoShow(MoveForm):
    move = "no_show"
    says = _(
        "The referral goes back to contacting. After two meetings that did not happen it can be marked as not reached."
    )
    text = note_field(help_text=ONLY_TEAM)


class Offer(MoveForm):
    """Up to three times from which the client chooses on the own page."""

    move = "note"
    title = _("Offer times to the client")
    says = _("The client can choose one of these on the own page.")
    day_1, clock_1 = Day(label=_("Day 1")), Clock(label=_("Time 1"))
    day_2, clock_2 = Day(label=_("Day 2"), required=False), Clock(label=_("Time 2"), required=False)
    day_3, clock_3 = Day(label=_("Day 3"), required=False), Clock(label=_("Time 3"), required=False)
    place = Line(label=PLACE)
    text = note_field(help_text=ONLY_TEAM)

    def prepare(self):
        self.initial.setdefault("place", self.assignment.team.place)

    def clean(self):
        said = self.cleaned_data
        for number in (1, 2, 3):
            day, clock = said.get(f"day_{number}"), said.get(f"clock_{number}")
            if bool(day) != bool(clock) and f"clock_{number}" not in self.errors:
                self.add_error(f"clock_{number}", _("Write both the day and the time."))
            elif (at := moment(day, clock)) and at <= self.shown.now:
                self.add_error(f"day_{number}", _("Choose a time that is still to come."))

    def given(self):
        said = self.cleaned_data
        times = [moment(said[f"day_{number}"], said[f"clock_{number}"]) for number in (1, 2, 3)]
        offered = [{"at": at, "place": said["place"], "service": None} for at in times if at]
        return {"text": said["text"], "offered": offered}
