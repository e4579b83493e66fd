"""Who may receive a referral: team, agreement, consent, and nobody twice."""

from django.utils.translation import gettext_lazy as _

from referrals import lifecycle


def kind_in_use(case):
    if not case.referral.kind.active:
        return _("This kind of referral is no longer in use. Change the kind: what was written stays.")
    return None


def receiver(case):
    team, old = case.get("team"), case.assignment.team_id
    if team is None:
        return _("Choose the receiver.")
    if team.pk == old:
        return _("Choose another receiver than now.")
    if not team.active or not team.kinds.filter(pk=case.referral.kind_id).exists():
        return _("This team does not take referrals of this kind.")
    return None


def agreement(case):
    from referrals.models import Agreement

    team = case.get("team")
    if team is None:
        return None
    if not Agreement.objects.between(case.referral.sender, team.organisation, case.referral.kind, case.today):
        return _("There is no agreement in force with this receiver on this kind of referral.")
    return None


def consent(case):
    """To the new receiver; where nobody new comes in, to the one that has it."""
    team = (case.data or {}).get("team")
    receiver = team.organisation if team else case.assignment.receiver
    if receiver is None:
        return None
    if not case.referral.consents.to(receiver).exists():
        return _("The client’s consent to this receiver has not been recorded.")
    return None


def not_declined_there(case):
    team = case.get("team")
    if team and case.referral.events.filter(move="decline", assignment__team=team).exists():
        return _("This team has returned the referral already.")
    return None


def same_confirmed(case):
    if case.get("same") and not case.get("same_confirmed"):
        return _("The client has an open referral of this kind. Confirm that you send another one.")
    return None


def none_open(case):
    others = case.referral.assignments.filter(state__in=[lifecycle.DRAFT, *lifecycle.OPEN])
    if others.exclude(pk=case.assignment.pk).exists():
        return _("The referral is open at another team.")
    return None


def not_said_yet(case):
    if case.assignment.no_alternative_at:
        return _("It has been said already that no other service was found.")
    return None
