"""What breaks each rule of the referrals' tables."""

import uuid
from datetime import date

from django.utils import timezone

from referrals.models import (
    Assignment,
    Attempt,
    Choice,
    Consent,
    Event,
    FollowUp,
    Kind,
    Link,
    Meeting,
    Outcome,
    Question,
    SavedText,
    Team,
    Trace,
)
from tests import factories, walls
from tests.referrals import scene as making

NAMES = {"name_fi": "Jotain", "name_sv": "Något"}
WRONG = ({"fi": ""}, {"sv": ""}, {"fi": None}, {"sv": None})


def texts(field):
    """The field without one of its two languages, in each way."""
    whole = {f"{field}_fi": "Jotain", f"{field}_sv": "Något"}
    return [whole | {f"{field}_{code}": value for code, value in one.items()} for one in WRONG]


def change(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def changed(begun="sent", **values):
    change(making.referral(making.scene(), begun), **values)


def twice(create, **values):
    create(**values)
    create(**values)


def referral(**over):
    change(making.referral(making.scene()).referral, **over)


def consent(**over):
    values = {
        "referral": over.pop("referral", None) or making.referral(making.scene()).referral,
        "scope": "share",
        "receiver": factories.organisation(),
        "language": "fi",
    }
    values |= {"text_version": "1", "text_hash": "0", "how": "oral"}
    return Consent.objects.create(**values | over)


def event(assignment=None, **over):
    assignment = assignment or making.referral(making.scene())
    values = {
        "assignment": assignment,
        "referral": assignment.referral,
        "letter": "R",
        "move": "send",
        "version": 1,
    }
    return Event.objects.create(**values | over)


def link(**over):
    values = {
        "referral": over.pop("referral", None) or making.referral(making.scene()).referral,
        "purpose": "status",
        "token": uuid.uuid4().hex,
        "expires_at": timezone.now(),
    }
    return Link.objects.create(**values | over)


def trace(**over):
    made = over.pop("referral", None) or making.referral(making.scene()).referral
    values = {"referral": made, "controller": factories.organisation(), "what": "surname", "digest": "a"}
    return Trace.objects.create(**values | {"number": made.number} | over)


def of(model, **values):
    return model.objects.create(assignment=making.referral(making.scene()), **values)


def reason(**over):
    return Choice.objects.create(group="reason", code="a", **NAMES, **over)


def two(model, **values):
    made = making.referral(making.scene())
    for _time in range(2):
        model.objects.create(assignment=made, **values)


def team(**over):
    values = {"organisation": factories.organisation()}
    return Team.objects.create(**NAMES | values | over)


def agreed(**over):
    one, other = factories.organisation(), factories.organisation()
    return making.agreement(one, other, **over)


def the_same_agreement():
    made = agreed()
    making.agreement(made.sender, made.receiver, made.kind, valid_from=made.valid_from)


def the_same_trace():
    made = trace()
    trace(referral=made.referral, controller=made.controller)


def the_same_consent():
    made = consent()
    consent(referral=made.referral, receiver=made.receiver)


def the_same_team():
    team(organisation=team().organisation)


def another_open_assignment():
    made = making.referral(making.scene())
    same = {"referral": made.referral, "team": made.team, "sender": made.sender, "receiver": made.receiver}
    Assignment.objects.create(state="sent", due_on=date(2026, 1, 1), **same)


def twice_unique(field):
    made = making.scene()
    change(making.referral(made).referral, **{field: getattr(making.referral(made).referral, field)})


def same_token():
    made = link()
    link(token=made.token, referral=made.referral)


def saved(**over):
    values = {"owner": factories.user(), "field": "note", "title": "Nimi", "words": "Sanat"}
    return SavedText.objects.create(**values | over)


def question(**over):
    values = {"kind": making.kind(), "code": "one", "words_fi": "Mitä?", "words_sv": "Vad?"}
    return Question.objects.create(**values | over)


def seen(break_it):
    """On PostgreSQL the rows are shown to the test."""

    def broken():
        with walls.everything():
            break_it()

    return broken


RULES = [
    *[("kind_of_referral_has_both_names", lambda over=over: Kind.objects.create(code="a", **over))
      for over in texts("name")],
    ("choice_of_a_known_group", lambda: Choice.objects.create(group="x", code="a", **NAMES)),
    *[("choice_has_both_names", lambda over=over: Choice.objects.create(group="reason", code="a", **over))
      for over in texts("name")],
    *[("choice_code_with_its_system", lambda over=over: reason(**over))
      for over in ({"system": "ICPC-2"}, {"system_code": "T82"})],
    ("Choice.code", lambda: twice(Choice.objects.create, group="reason", code="a", **NAMES)),
    ("question_once_per_kind", lambda: [question(), question()]),
    *[("question_in_both_languages", lambda over=over: question(**over)) for over in texts("words")],
    ("question_answered_as_known", lambda: question(answer="x")),
    *[("team_has_both_names", lambda over=over: team(**over)) for over in texts("name")],
    ("team_capacity_from_the_list", lambda: team(capacity="x")),
    ("team_weeks_of_a_waiting_list", lambda: team(capacity="room", waiting_weeks=3)),
    ("Team.organisation", the_same_team),
    ("agreement_ends_after_it_begins", lambda: agreed(valid_to=date(2025, 12, 31))),
    *[("agreement_notice_in_both_languages", lambda over=over: agreed(**over)) for over in texts("notice")],
    ("agreement_once_per_pair_kind_and_day", the_same_agreement),
    ("Referral.number", lambda: twice_unique("number")),
    ("Referral.key", lambda: twice_unique("key")),
    *[("referral_by_a_unit_or_by_the_resident", lambda over=over: referral(**over))
      for over in ({"self_made": True}, {"sender": None}, {"made_by": None})],
    ("referral_of_a_resident_is_sent",
     lambda: referral(self_made=True, sender=None, made_by=None, sent_at=None)),
    ("consent_scope_from_the_list", lambda: consent(scope="x")),
    *[("consent_names_its_text", lambda over=over: consent(**over))
      for over in ({"text_version": ""}, {"text_hash": ""})],
    ("consent_once_at_a_time", the_same_consent),
    ("assignment_state_from_the_list", lambda: changed(state="x", ended_at=timezone.now())),
    *[("assignment_has_a_team_when_sent", lambda over=over: changed(**over))
      for over in ({"team": None}, {"receiver": None})],
    ("assignment_has_a_team_when_sent", lambda: changed(state="draft")),
    ("assignment_one_open_per_referral", another_open_assignment),
    *[("assignment_led_by_an_adviser", lambda state=state: changed(state, adviser=None))
      for state in ("accepted", "contacting", "booked", "advising")],
    ("assignment_ended_when_closed", lambda: changed(ended_at=timezone.now())),
    ("assignment_ended_when_closed", lambda: changed("completed", ended_at=None)),
    ("assignment_open_with_a_clock", lambda: changed(due_on=None)),
    *[("assignment_knows_where_it_resumes", lambda state=state, to=to: changed(state, resumes_to=to))
      for state, to in (("info", ""), ("hold", ""), ("sent", "accepted"))],
    *[("assignment_prompted_when", lambda over=over: changed(**over))
      for over in ({"prompted": 1}, {"prompted_at": timezone.now()}, {"prompted": 4, "prompted_at": timezone.now()})],
    *[("attempt_from_the_lists", lambda over=over: of(Attempt, **{"channel": "phone", "result": "reached"} | over))
      for over in ({"channel": "x"}, {"result": "x"})],
    ("meeting_state_from_the_list", lambda: of(Meeting, at=timezone.now(), state="x")),
    ("meeting_one_booked_at_a_time", lambda: two(Meeting, at=timezone.now(), state="booked")),
    *[("event_says_who_and_what", lambda over=over: event(**over)) for over in ({"letter": "X"}, {"move": ""})],
    ("event_once_per_version", lambda: event(event().assignment)),
    *[("outcome_from_the_list", lambda over=over: of(Outcome, **{"code": "started"} | over))
      for over in ({"code": "x"}, {"goal_met": "x"})],
    ("follow_up_at_3_6_12_months", lambda: of(FollowUp, month=4)),
    ("follow_up_once_a_month", lambda: two(FollowUp, month=3)),
    ("link_that_expires", lambda: link(expires_at=None)),
    ("link_purpose_from_the_list", lambda: link(purpose="x")),
    ("Link.token", same_token),
    ("trace_once", the_same_trace),
    ("trace_of_a_known_kind", lambda: trace(what="x")),
    ("saved_text_of_a_known_field", lambda: saved(field="x")),
    ("saved_text_title_once", lambda: saved(owner=saved().owner)),
]  # fmt: skip


CASES = [(name, seen(break_it)) for name, break_it in RULES]
