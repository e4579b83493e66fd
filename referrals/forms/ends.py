"""Forms of the moves that end a part of a referral, pass it on, pause it or open it again."""

from django import forms
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from referrals import clocks, reasons
from referrals.models import Consent, Outcome, SavedText, Team

from .moves import ONLY_TEAM, TEAM_AND_REFERRER, MoveForm, note_field
from .offered import offered_services
from .parts import Day, Line, ServiceField, TeamField, Words, reason_field, whole_number

CLIENT_SEES = _("The client sees this text")
TO_CLIENT_AND_NOTE = {"for_client": SavedText.Field.REPLY, "text": SavedText.Field.NOTE}


class Hold(MoveForm):
    move = "hold"
    says = _("The client and the one who made the referral hear of the pause and when you get in touch.")
    reason = forms.ChoiceField()
    resume_on = Day(label=_("Contact again on"))
    text = note_field(help_text=ONLY_TEAM)

    def prepare(self):
        self.fields["reason"] = reason_field([reasons.HOLD], self.language)
        last = clocks.after(clocks.day_of(self.shown.now), "hold_at_most")
        self.fields["resume_on"].help_text = _("At the latest %(day)s") % {"day": f"{last:%-d.%-m.%Y}"}


class Resume(MoveForm):
    move = "resume"
    says = _("The guidance goes on from where it was.")
    text = note_field(help_text=ONLY_TEAM)


class Complete(MoveForm):
    """Never asks again what the referral told: minutes a week are filled in from it."""

    move = "complete"
    uses = {"next_step": SavedText.Field.REPLY, "text": SavedText.Field.NOTE}
    code = forms.ChoiceField(
        label=_("What came of it"),
        choices=Outcome.Code.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    goal_met = forms.ChoiceField(
        label=_("Goal met"),
        choices=[("", _("Not known")), *Outcome.Goal.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    service_1 = ServiceField(
        label=_("Service that was started"), queryset=None, required=False, empty_label=_("None")
    )
    service_2 = ServiceField(
        label=_("Another service that was started"), queryset=None, required=False, empty_label=_("None")
    )
    minutes_before = whole_number(
        _("Minutes a week before"),
        largest=5000,
        help_text=_("Brisk minutes, and vigorous ones counted twice. Filled in from the referral."),
    )
    minutes_after = whole_number(_("Minutes a week now"), largest=5000)
    who5 = whole_number(_("WHO-5 now, 0–100"), largest=100)
    next_step = Line(label=_("Next step"), help_text=_("The client sees this text."), required=False)
    text = note_field(help_text=TEAM_AND_REFERRER)

    def prepare(self):
        services, asked = offered_services(self.assignment), self.shown.asked
        self.fields["service_1"].queryset = self.fields["service_2"].queryset = services
        activity = asked["activity"]
        if {"brisk", "vigorous"} & activity.keys():
            weeks = int(activity.get("brisk") or 0) + 2 * int(activity.get("vigorous") or 0)
            self.initial.setdefault("minutes_before", weeks)
        if not self.assignment.referral.kind.asks_activity:
            del self.fields["minutes_before"], self.fields["minutes_after"]
        if not asked["row"].who5:
            del self.fields["who5"]

    @property
    def says(self):
        if self.shown.feeds_back:
            return _("The one who made the referral hears what came of it: the client has agreed to that.")
        return _(
            "The one who made the referral does not hear what came of it: the client has not agreed to that."
        )

    def given(self):
        said = self.cleaned_data
        now, before = said.get("who5"), self.shown.asked["row"].who5
        chosen = [one for one in (said["service_1"], said["service_2"]) if one]
        return {
            "code": said["code"],
            "goal_met": said["goal_met"],
            "services_started": list(dict.fromkeys(chosen)),
            "minutes_before": said.get("minutes_before"),
            "minutes_after": said.get("minutes_after"),
            "who5_change": now - int(before) if now is not None and before else None,
            "next_step": said["next_step"],
            "text": said["text"],
        }


class Decline(MoveForm):
    """The client reads the reason in plain words of their own language; some of them name something."""

    move = "decline"
    uses = TO_CLIENT_AND_NOTE
    says = _("The one who made the referral has five working days to find another way.")
    reason = forms.ChoiceField()
    detail = Line(
        label=_("What it names"),
        help_text=_(
            "For three reasons the client is told more: which group, which area, which other service."
        ),
        required=False,
        length=150,
    )
    for_client = Words(
        label=CLIENT_SEES,
        help_text=_("Leave empty, and the client reads the words of the reason."),
        required=False,
        rows=2,
    )
    text = note_field(
        _("To the one who made the referral: what would help instead"), help_text=TEAM_AND_REFERRER
    )

    def prepare(self):
        self.fields["reason"] = reason_field([reasons.DECLINE], self.language)

    def clean(self):
        said = self.cleaned_data
        needs = reasons.REASONS[said["reason"]].needs if "reason" in said else ""
        if (
            needs in ("criterion", "place_in", "service")
            and not said.get("detail")
            and not said.get("for_client")
        ):
            self.add_error("detail", _("Write what the reason names, so that the client understands it."))

    def given(self):
        said = self.cleaned_data
        words = said["for_client"]
        if not words:
            reason = reasons.REASONS[said["reason"]]
            with override(self.language):
                words = reasons.resident(
                    reason.code, **({reason.needs: said["detail"]} if reason.needs else {})
                )
        return {"reason": said["reason"], "for_client": words, "text": said["text"]}


class PassOn(MoveForm):
    """To another team: it needs an agreement, and the client's consent, recorded before or here."""

    team = TeamField(
        label=_("New receiver"),
        queryset=None,
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the receiver.")},
    )
    how = forms.ChoiceField(
        label=_("The client's consent to give the information to this receiver"),
        widget=forms.RadioSelect,
        required=False,
    )
    text = note_field(help_text=TEAM_AND_REFERRER)

    def prepare(self):
        referral, coordinator = self.assignment.referral, self.shown.letters == "K"
        teams = Team.objects.taking(referral.kind).other_than(self.assignment.team_id)
        teams = teams.agreed_with(referral.sender, referral.kind).practising(referral.practice)
        if coordinator:  # within what the client has agreed to
            teams = teams.under([one.receiver_id for one in self.shown.consents if one.opens])
        self.fields["team"].queryset = teams.for_choice(get_language()[:2])
        given = (Consent.How.ORAL, _("Given now, orally")), (Consent.How.WRITTEN, _("Given now, in writing"))
        self.fields["how"].choices = [("", _("Recorded already, or not given")), *given]
        if coordinator:
            del self.fields["how"]

    def given(self):
        return {"team": self.cleaned_data["team"], "text": self.cleaned_data["text"]}

    @property
    def consent(self):
        """How the client has agreed just now; empty when nothing new is recorded."""
        return self.cleaned_data.get("how", "")


class Redirect(PassOn):
    move = "redirect"
    says = _("The new receiver gets the whole referral. The client and the one who made it are told.")


class SendOn(PassOn):
    move = "send_on"
    says = _("The new receiver gets the whole referral, and the client is told.")


class NoAlternative(MoveForm):
    move = "no_alternative"
    uses = TO_CLIENT_AND_NOTE
    says = _("The referral ends here. The client is told.")
    for_client = Words(label=CLIENT_SEES, required=False, rows=3)
    text = note_field(help_text=TEAM_AND_REFERRER)

    def prepare(self):
        if self.shown.letters == "K":
            del self.fields["for_client"]


class Withdraw(MoveForm):
    """On the client's word. Nobody is told when the client has died."""

    move = "withdraw"
    says = _("Only when the client has said so. The client need not give a reason.")
    reason = forms.ChoiceField()
    text = note_field(help_text=ONLY_TEAM)

    def prepare(self):
        groups = [reasons.WITHDRAW, reasons.NO_START]
        self.fields["reason"] = reason_field(groups, self.language, required=False)


class Cancel(MoveForm):
    move = "cancel"
    says = _("The receiver and the client are told.")
    reason = forms.ChoiceField()
    text = note_field(help_text=TEAM_AND_REFERRER)

    def prepare(self):
        self.fields["reason"] = reason_field([reasons.WITHDRAW], self.language)


class GiveUp(MoveForm):
    move = "give_up"
    says = _("The client can open the referral again for 30 days.")
    text = note_field(help_text=TEAM_AND_REFERRER)


class Lapse(MoveForm):
    move = "lapse"
    says = _("Everybody is told that the referral was not handled in time, the client too.")
    text = note_field(
        _("Why"), help_text=_("No names: the receiver and the one who made the referral see this.")
    )


class EnterInError(MoveForm):
    move = "enter_in_error"
    says = _("The referral leaves lists and figures. What was done stays in the usage log.")
    text = note_field(_("Why"), required=True, error_messages={"required": _("Write why.")})


class Reopen(MoveForm):
    move = "reopen"
    says = _(
        "The referral goes on where an adviser had it, otherwise it is decided on anew. Everybody is told."
    )
    text = note_field(_("Why"), required=True, error_messages={"required": _("Write why.")})
