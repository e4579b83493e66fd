"""Names, promises, reasons and words that a move must bring."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from referrals import clocks, reasons
from referrals.acting import advises

from .case import day_words


def adviser(case):
    adviser = case.get("adviser")
    if adviser is None:
        return _("Say which adviser takes the client.")
    if not advises(adviser, case.assignment.receiver_id):
        return _("This person is no adviser of the team.")
    if case.move.name == "accept" and case.by.letter == "A" and adviser.pk != case.by.user.pk:
        return _("Only intake names another adviser.")
    if case.move.name == "hand_over" and adviser.pk == case.assignment.adviser_id:
        return _("This adviser has the client already.")
    return None


def contact_by(case):
    promised = case.get("contact_by")
    if promised is not None and not case.today <= promised <= clocks.after(case.today, "accepted"):
        return format_lazy(
            _("Promise a contact on {date} at the latest."),
            date=day_words(clocks.after(case.today, "accepted")),
        )
    return None


def words(case):
    return (
        None if case.text.strip() or case.by.letter == "C" and case.move.name == "reopen" else _("Write why.")
    )


def says_something(case):
    return None if case.text.strip() or any(case.data.values()) else _("Write something.")


def coordinators_words(case):
    return _("Write why.") if case.by.letter == "K" and not case.text.strip() else None


def reason_of(*groups, must=True):
    def guard(case):
        if (must or case.reason) and not reasons.is_in(case.reason, *groups):
            return _("Choose the reason.")
        return None

    return guard
