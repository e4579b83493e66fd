"""What can be done with an assignment: one verb per move of lifecycle.py, each a line onto ``moving.move``.

Every verb takes ``by`` (acting.By), ``version`` of the page that was looked at, ``now``, ``text`` for colleagues and
``for_client``; the rest is what the move must bring. All raise PermissionDenied, NotNow and Meanwhile.
"""

from django.db.models import F
from django.utils import timezone

from referrals import lifecycle

from . import moving


class Verbs:
    def moves(self, letters):
        """Names of the moves that somebody with these letters has now, by the table alone."""
        return lifecycle.moves_from(self.state, letters, self.referral.self_made)

    def problems(self, move, *, by, now=None):
        """Why not yet: sentences. Raises PermissionDenied for a move that is not theirs at all."""
        return moving.problems(self, move, by=by, now=now)

    # ------------------------------------------------------------ the referrer's unit
    def discard(self, *, by, **more):
        """The draft and all that stands in it is gone. Returns nothing."""
        return moving.move(self, "discard", by=by, **more)

    def rewritten(self, *, changed=True):
        """Of a draft, before what stands in it is written. Who looked at it as it was looks again before it is sent.
        Raises Meanwhile when it is no draft any more.
        """
        mine = type(self).objects.filter(pk=self.pk, state=lifecycle.DRAFT)
        if not mine.update(version=F("version") + int(changed)):
            raise moving.Meanwhile
        self.version += int(changed)

    def send(self, *, by, team, same=(), same_confirmed=False, **more):
        """``same``: open referrals of the client and kind that were found; they must have been confirmed."""
        return moving.move(self, "send", by=by, team=team, same=same, same_confirmed=same_confirmed, **more)

    def answer(self, *, by, text, **more):
        return moving.move(self, "answer", by=by, text=text, **more)

    def send_on(self, *, by, team, **more):
        """Returns the event of the new assignment: ``event.assignment``."""
        return moving.move(self, "send_on", by=by, team=team, **more)

    def no_alternative(self, *, by, **more):
        return moving.move(self, "no_alternative", by=by, **more)

    def cancel(self, *, by, reason, **more):
        return moving.move(self, "cancel", by=by, reason=reason, **more)

    def enter_in_error(self, *, by, **more):
        return moving.move(self, "enter_in_error", by=by, **more)

    # ------------------------------------------------------------ the receiving team
    def see(self, *, by, now=None):
        """The first opening by the team: no move, no event."""
        if self.seen_at is None and by.letter in ("I", "A"):
            now = now or timezone.now()
            type(self).objects.filter(pk=self.pk, seen_at__isnull=True).update(seen_at=now)
            self.seen_at = now

    def note(self, *, by, goals=None, services=None, next_step=None, offered=(), **more):
        """A note, a change of the plan, times offered to the client (``{"at", "place", "service"}`` each)."""
        plan = {"goals": goals, "services": services, "next_step": next_step}
        return moving.move(self, "note", by=by, offered=offered, **plan, **more)

    def hand_over(self, *, by, adviser, **more):
        return moving.move(self, "hand_over", by=by, adviser=adviser, **more)

    def ask(self, *, by, text, **more):
        return moving.move(self, "ask", by=by, text=text, **more)

    def accept(self, *, by, adviser=None, contact_by=None, **more):
        """An adviser takes it on without naming anybody; intake names one."""
        adviser = by.user if adviser is None and by.letter == "A" else adviser
        return moving.move(self, "accept", by=by, adviser=adviser, contact_by=contact_by, **more)

    def attempt(self, *, by, channel, result, at=None, **more):
        return moving.move(self, "attempt", by=by, channel=channel, result=result, at=at, **more)

    def book(self, *, by, at=None, place="", service=None, meeting=None, **more):
        """A new time, or one of those offered (``meeting``)."""
        return moving.move(self, "book", by=by, at=at, place=place, service=service, meeting=meeting, **more)

    def no_show(self, *, by, **more):
        return moving.move(self, "no_show", by=by, **more)

    def start(self, *, by, goals=None, services=None, next_step=None, **more):
        plan = {"goals": goals, "services": services, "next_step": next_step}
        return moving.move(self, "start", by=by, **plan, **more)

    def hold(self, *, by, reason, resume_on, **more):
        return moving.move(self, "hold", by=by, reason=reason, resume_on=resume_on, **more)

    def resume(self, *, by, **more):
        return moving.move(self, "resume", by=by, **more)

    def complete(self, *, by, code, **more):
        """And one thing more of ``goal_met``, ``services_started``, ``minutes_before`` and ``minutes_after``,
        ``next_step``; ``who5_change`` where it was measured.
        """
        return moving.move(self, "complete", by=by, code=code, **more)

    def decline(self, *, by, reason, **more):
        return moving.move(self, "decline", by=by, reason=reason, **more)

    def redirect(self, *, by, team, **more):
        """Returns the event of the new assignment: ``event.assignment``."""
        return moving.move(self, "redirect", by=by, team=team, **more)

    def give_up(self, *, by, **more):
        return moving.move(self, "give_up", by=by, **more)

    # ------------------------------------------------------------ the client, the coordinator, the clock
    def withdraw(self, *, by, reason="", **more):
        return moving.move(self, "withdraw", by=by, reason=reason, **more)

    def lapse(self, *, by, **more):
        return moving.move(self, "lapse", by=by, **more)

    def reopen(self, *, by, text="", **more):
        return moving.move(self, "reopen", by=by, text=text, **more)

    def follow_up(self, *, by, month, **more):
        """The questions of this month are asked of the client."""
        return moving.move(self, "follow_up", by=by, month=month, reason=str(month), **more)

    def prompt(self, level, now):
        """Somebody is reminded: once, and only while nobody has moved it. Whether it was us."""
        same = type(self).objects.filter(
            pk=self.pk,
            state=self.state,
            version=self.version,
            prompted=self.prompted,
            prompted_at=self.prompted_at,
        )
        if not same.update(prompted=level, prompted_at=now):
            return False
        self.prompted, self.prompted_at = level, now
        return True
