"""What is kept about a client, to be given to the client: GDPR articles 15 (everything) and 20 (what they gave).

Data alone, in the language in force: parts with groups of rows, for a page (``export``) and as JSON (``as_json``).
Whose data it is decides how much: the sending unit and the receiving team answer each for its own part, the client's
own page shows what is meant for the client. Call it where the rows are in scope.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit import report
from catalogue.models import Service
from fields.identifiers import national
from fields.text import text

from . import deeds, reasons, words
from .models import Asked, Assignment, Choice, Client, Consent, Event, FollowUp, Plan

# Who answers: the portal to the client, the unit, the team.
CLIENT, SENDER, RECEIVER = "client", "referrer", "team"
GIVEN = {"client", "asked", "follow_ups", "consents"}


@dataclass(frozen=True)
class Row:
    code: str
    label: str
    value: object  # text, number, yes or no, list of texts

    @property
    def shown(self):
        if isinstance(self.value, bool):
            return _("Yes") if self.value else _("No")
        return ", ".join(self.value) if isinstance(self.value, list) else self.value


@dataclass(frozen=True)
class Part:
    code: str
    title: str
    groups: list  # of lists of rows


LABELS = {
    "number": _("Number of the referral"),
    "kind": _("Kind of referral"),
    "made": _("Made"),
    "sent": _("Sent"),
    "controller": _("Controller of the referral"),
    "sender": _("Made in"),
    "maker": _("Made by"),
    "restricted": _("Use restricted since"),
    "name": _("Name"),
    "birth_date": _("Date of birth"),
    "identity_code": _("Personal identity code"),
    "municipality": _("Municipality"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "address": _("Address"),
    "channels": _("Ways of contact"),
    "contact_note": _("How and when to contact"),
    "language": _("Language of contact"),
    "interpreter": _("Interpreter"),
    "non_disclosure": _("Non-disclosure for personal safety"),
    "choices": _("Chosen from the list"),
    "reason_note": _("Reason in words"),
    "safe": _("Is exercise safe"),
    "limits": _("Limits of exercise"),
    "brisk": _("Brisk exercise, minutes a week"),
    "vigorous": _("Vigorous exercise, minutes a week"),
    "strength": _("Strength training, times a week"),
    "goal": _("Goal in own words"),
    "readiness": _("Readiness, 0–10"),
    "wishes": _("Wishes"),
    "answers": _("Answers"),
    "who5": _("WHO-5"),
    "services": _("Services"),
    "team": _("Receiver"),
    "state": _("State"),
    "since": _("Since"),
    "adviser": _("Adviser"),
    "ended": _("Ended"),
    "reason": _("Reason"),
    "goals": _("Goals"),
    "next_step": _("Next step"),
    "at": _("When"),
    "how": _("How"),
    "result": _("Result"),
    "place": _("Place"),
    "outcome": _("Outcome"),
    "goal_met": _("Goal met"),
    "minutes_before": _("Minutes a week before"),
    "minutes_after": _("Minutes a week after"),
    "who": _("Who"),
    "organisation": _("Organisation"),
    "what": _("What"),
    "words": _("Text"),
    "for_client": _("Text for the client"),
    "scope": _("Consent to"),
    "given": _("Given"),
    "withdrawn": _("Withdrawn"),
    "text": _("Version of the text"),
    "basis": _("Legal basis"),
    "month": _("Months afterwards"),
    "seen": _("What was seen"),
    "ground": _("On what ground"),
}


def export(referral, side=CLIENT, *, log=True, user=None):
    """Article 15. ``user``: who answers, for their own part. Parts without anything in them are left out."""
    mine = Assignment.objects.of(referral).newest_last()
    mine = mine.visible_to(user) if user else mine
    mine = list(mine.select_related("team", "adviser", "outcome", "plan"))
    consents = referral.consents.known_to(mine) if side == RECEIVER else referral.consents.all()
    parts = [
        Part("referral", _("Referral"), [_of_referral(referral)]),
        Part("client", _("Your details"), [_of_client(referral)]),
        Part("asked", _("Need and goals"), [_of_asked(referral)]),
        Part("assignments", _("Who has had the referral"), [_of_assignment(one) for one in mine]),
        Part("work", _("What has been agreed and done"), _of_work(mine, side)),
        Part("events", _("Events"), _of_events(referral, side, mine)),
        Part("follow_ups", _("Your answers afterwards"), _of_follow_ups(mine) if side != SENDER else []),
        Part("consents", _("Consents"), [_of_consent(one) for one in consents]),
    ]
    if log:
        parts.append(Part("log", _("Who has seen and changed the data"), _of_log(referral)))
    return _filled(parts)


def given(referral, side=CLIENT, *, user=None):
    """Article 20: what the client told or agreed to, in a form that another system can read."""
    return [one for one in export(referral, side, log=False, user=user) if one.code in GIVEN]


def as_json(parts, *, now=None):
    """``{"made": …, "language": …, <part>: [{<row>: value}, …]}`` as text."""
    whole = {"made": (now or timezone.now()).isoformat(timespec="seconds"), "language": get_language()[:2]}
    for part in parts:
        whole[part.code] = [{row.code: row.value for row in group} for group in part.groups]
    return json.dumps(whole, ensure_ascii=False, indent=2, default=str)


def _filled(parts):
    found = [Part(one.code, one.title, [group for group in one.groups if group]) for one in parts]
    return [one for one in found if one.groups]


def _rows(**values):
    """Nothing is shown of what is empty; no is an answer."""
    return [
        Row(code, LABELS[code], _plain(value))
        for code, value in values.items()
        if value not in ("", None, [], {})
    ]


def _plain(value):
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, bool | int) else str(value)


# ------------------------------------------------------------ part by part
def _of_referral(it):
    return _rows(
        number=it.number, kind=it.kind, made=it.made_at, sent=it.sent_at, controller=it.controller,
        sender=it.sender, maker=it.made_by, restricted=it.restricted_at,
    )  # fmt: skip


def _of_client(referral):
    client = Client.objects.filter(referral=referral).first()
    if client is None:
        return []
    born = client.birth_date and date.fromisoformat(client.birth_date)
    return _rows(
        name=client.name, birth_date=born, identity_code=client.identity_code, municipality=referral.municipality,
        phone=client.phone and national(client.phone), email=client.email, address=client.address,
        channels=[Client.Channel(code).label for code in client.channels if code in Client.Channel.values],
        contact_note=client.contact_note, language=client.language, interpreter=client.interpreter,
        non_disclosure=client.non_disclosure,
    )  # fmt: skip


def _of_asked(referral):
    asked = Asked.objects.filter(referral=referral).first()
    if asked is None:
        return []
    told = {one.code: text(one, "words") for one in referral.kind.questions.all()}
    answers = json.loads(asked.answers or "{}")
    return _rows(
        choices=[text(one, "name") for one in Choice.objects.named(json.loads(asked.choices or "[]"))],
        reason_note=asked.reason_note, safe=asked.safe and Asked.Safe(asked.safe).label, limits=asked.limits,
        **_activity(asked.activity),
        goal=asked.goal, readiness=asked.readiness, wishes=asked.wishes,
        answers=[f"{told.get(code, code)} {said}" for code, said in answers.items()],
        who5=asked.who5, services=_services(asked.services),
    )  # fmt: skip


def _activity(told):
    known = json.loads(told or "{}")
    return {name: known.get(name) for name in ("brisk", "vigorous", "strength")}


def _of_assignment(it):
    return _rows(
        team=it.team, state=it.get_state_display(), since=it.state_since, adviser=it.adviser, ended=it.ended_at,
        reason=it.reason and reasons.word(it.reason),
    )  # fmt: skip


def _of_work(mine, side):
    return [
        group
        for one in mine
        for group in (_of_team(one) if side != SENDER else []) + [_of_outcome(one, side)]
    ]


def _of_team(it):
    plan = Plan.objects.filter(assignment=it).first()
    groups = (
        [_rows(goals=plan.goals, services=_services(plan.services), next_step=plan.next_step)] if plan else []
    )
    groups += [
        _rows(at=one.at, how=one.get_channel_display(), result=one.get_result_display())
        for one in it.attempts.all()
    ]
    return groups + [
        _rows(at=one.at, place=one.place, result=one.get_state_display()) for one in it.meetings.all()
    ]


def _of_outcome(it, side):
    found = getattr(it, "outcome", None)
    if found is None or side == SENDER and not found.fed_back:
        return []
    return _rows(
        outcome=found.get_code_display(), goal_met=found.get_goal_met_display(),
        minutes_before=found.minutes_before, minutes_after=found.minutes_after, next_step=found.next_step,
    )  # fmt: skip


def _of_events(referral, side, mine):
    found = Event.objects.of(referral).told_to(side).filter(assignment__in=mine)
    return [_of_event(one, side) for one in found.select_related("text").in_order()]


def _of_event(it, side):
    said = getattr(it, "text", None)
    # Colleagues' words are not read from the client's page. What a wish is for is no reason of the list.
    own, listed = side != CLIENT or it.letter == it.Letter.CLIENT, it.reason in reasons.REASONS
    return _rows(
        at=it.at, what=words.MOVES.get(it.move, it.move), who=it.actor_label or it.get_letter_display(),
        reason=listed and reasons.word(it.reason) or "", words=said.words if said and own else "",
        for_client=said.for_client if said else "",
    )  # fmt: skip


def _of_follow_ups(mine):
    found = FollowUp.objects.filter(assignment__in=mine)
    return [
        _rows(
            month=one.month, given=one.answered_at, **_activity(one.activity), words=one.words,
            who5=[said or "–" for said in json.loads(one.who5 or "[]")],
        )
        for one in found
    ]  # fmt: skip


def _of_consent(it):
    return _rows(
        scope=Consent.Scope(it.scope).label, organisation=it.receiver, given=it.given_at,
        how=it.get_how_display(), text=it.text_version, basis=it.basis, withdrawn=it.withdrawn_at,
    )  # fmt: skip


def _of_log(referral):
    return [
        _rows(
            at=line.at, who=line.who, organisation=line.organisation, what=line.what, seen=list(line.fields),
            ground=line.purpose,
        )
        for line in report.seen(deeds.KIND, referral.pk)
    ]  # fmt: skip


def _services(ids):
    return [text(one, "name") for one in Service.objects.in_bulk(json.loads(ids or "[]")).values()]
