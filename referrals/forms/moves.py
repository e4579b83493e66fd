"""One form per move: what somebody must say to make it. ``given()`` is what the verb of the assignment takes."""

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from organisations.models import Role, User
from referrals import clocks, lifecycle, words
from referrals.models import Plan, SavedText

from .offered import offered_services
from .parts import Day, Line, Named, ServiceField, Words
from .saved import SavedTexts

WHO = {
    "R": _("the one who made the referral"),
    "I": _("intake of the team"),
    "A": _("the adviser"),
    "T": _("the team"),
    "C": _("the client"),
    "K": _("the referral coordinator"),
}


def mark_of(user):
    """Tells one person from another and nobody who it is."""
    return salted_hmac("referrals.here", str(user.pk)).hexdigest()[:16]


class MoveForm(SavedTexts, forms.Form):
    """``shown`` is the case as the page shows it (shown.py); ``version`` the one of which the page told."""

    move = ""
    title = ""  # when it is not the word of the move
    says = ""  # what happens then
    columns = False  # short choices stand side by side
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args, shown, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown, self.assignment = shown, shown.assignment
        self.initial.setdefault("version", self.assignment.version)
        self.prepare()
        if self.puts:
            self.put()

    def prepare(self):
        """Choices that hang on the case."""

    @property
    def title_words(self):
        return self.title or words.MOVES[self.move]

    @property
    def who(self):
        """A mark of the person the page was made for: the page sends nothing for somebody else."""
        return mark_of(self.shown.user)

    @property
    def button(self):
        return words.MOVES[self.move] if self.move != "note" else _("Save")

    @property
    def told(self):
        """Who hears of it, one after another; nobody when nobody does."""
        letters = lifecycle.told(self.assignment.state, self.move, self.assignment.referral.self_made)
        people = dict.fromkeys(WHO[letter] for letter in letters if letter in WHO)
        return ", ".join(str(one) for one in people)

    @property
    def texts(self):
        """What was typed, for a page that cannot show the form again: ``(label, words)``."""
        rows = [(self[name].label, self[name].value()) for name in self.fields if name != "version"]
        return [(label, said) for label, said in rows if isinstance(said, str) and said.strip()]

    def with_version(self, version):
        """What was sent, about the case as it is now."""
        data = self.data.copy()
        data["version"] = version
        return data

    def is_next_of(self, event):
        """Whether the event is this very form, sent a moment earlier: the version follows, the words are the same."""
        sent = self["version"].value()
        said = getattr(getattr(event, "text", None), "words", "")
        typed = (self["text"].value() or "").strip().replace("\r\n", "\n") if "text" in self.fields else ""
        return sent == str(event.version - 1) and said.replace("\r\n", "\n") == typed

    def given(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def language(self):
        """The client's, for what the client reads; the page's own for the coordinator, who does not know it."""
        client = self.shown.client
        return client.language if client else "fi"


def note_field(label="", required=False, **options):
    return Words(label=label or _("Note"), required=required, **options)


ONLY_TEAM = _("Only your team sees this.")
TEAM_AND_REFERRER = _("Your team and the one who made the referral see this.")


class AdviserField(Named):
    def label_from_instance(self, person):
        return person.name


class Accept(MoveForm):
    move = "accept"
    says = _("The client and the one who made the referral hear who takes on the referral and by when.")
    adviser = AdviserField(
        label=_("Adviser"),
        queryset=None,
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the adviser.")},
    )
    contact_by = Day(
        label=_("Contact to the client at the latest"), help_text=_("This date is promised to the client.")
    )
    text = note_field(help_text=TEAM_AND_REFERRER)

    def prepare(self):
        people = advisers_of(self.assignment)
        if "I" not in self.shown.letters:
            people = people.only_this(self.shown.user)
        self.fields["adviser"].queryset = people
        if self.shown.user.pk in {one.pk for one in people}:
            self.initial.setdefault("adviser", self.shown.user.pk)
        self.initial.setdefault("contact_by", clocks.after(clocks.day_of(self.shown.now), "accepted"))


class HandOver(MoveForm):
    move = "hand_over"
    says = _("The colleague is told. The client sees who has the referral now.")
    adviser = AdviserField(
        label=_("Colleague"),
        queryset=None,
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the adviser.")},
    )
    text = note_field(help_text=ONLY_TEAM)

    def prepare(self):
        self.fields["adviser"].queryset = advisers_of(self.assignment).without(self.assignment.adviser_id)


class Ask(MoveForm):
    move = "ask"
    uses = {"text": SavedText.Field.QUESTION}
    says = _(
        "The one who made the referral is told at once. The time for the decision stops until the answer comes."
    )
    text = note_field(_("What do you need to know?"), required=True, help_text=TEAM_AND_REFERRER)


class Answer(MoveForm):
    move = "answer"
    says = _("The receiver is told at once and goes on from where it was.")
    text = note_field(
        _("Your answer"), required=True, help_text=_("Do not write diagnoses or other people's names here.")
    )


class PlanFields(MoveForm):
    """Goals, up to three services, the next step: what adviser and client agreed on."""

    uses = {"next_step": SavedText.Field.REPLY, "text": SavedText.Field.NOTE}
    goals = Words(label=_("Goals"), help_text=_("One on each line. The client sees them."), required=False)
    service_1 = ServiceField(label=_("Service"), queryset=None, required=False, empty_label=_("None"))
    service_2 = ServiceField(label=_("Another service"), queryset=None, required=False, empty_label=_("None"))
    service_3 = ServiceField(label=_("A third service"), queryset=None, required=False, empty_label=_("None"))
    next_step = Line(label=_("Next step"), help_text=_("The client sees this text."), required=False)
    text = note_field(help_text=ONLY_TEAM)

    def prepare(self):
        plan, services = self.shown.plan or Plan(), offered_services(self.assignment)
        self.initial |= {"goals": plan.goals, "next_step": plan.next_step}
        for number in (1, 2, 3):
            self.fields[f"service_{number}"].queryset = services
        for number, key in enumerate(plan.service_ids[:3], 1):
            self.initial[f"service_{number}"] = key

    def given(self):
        said = self.cleaned_data
        chosen = [one.pk for number in (1, 2, 3) if (one := said[f"service_{number}"])]
        kept = {name: said[name] for name in ("goals", "next_step", "text")}
        return {**kept, "services": list(dict.fromkeys(chosen))}


class Start(PlanFields):
    move = "start"
    says = _(
        "At least one goal or one service is needed. The one who made the referral hears that guidance has begun."
    )


class ChangePlan(PlanFields):
    move = "note"
    title = _("Change the plan")


class Note(MoveForm):
    move = "note"
    text = note_field(required=True, help_text=ONLY_TEAM, error_messages={"required": _("Write something.")})


def advisers_of(assignment):
    """Who may have the client: advisers of the team's organisation, by name."""
    return User.objects.holding(Role.ADVISER, assignment.receiver.lineage()).by_name()
