"""Why a referral was returned, withdrawn, never began or waits: codes, the professional's word, the resident's wording.

A resident never reads the word. "Deceased" has no wording: nobody is told, and the page is closed.
"""

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

DECLINE, WITHDRAW, NO_START, HOLD = "decline", "withdraw", "no_start", "hold"
DECEASED, NO_SHOW, UNREACHABLE = "deceased", "no_show", "unreachable"


@dataclass(frozen=True)
class Reason:
    group: str
    code: str
    word: object
    resident: object = ""
    needs: str = ""  # what the sentence names: criterion, place_in, service or text


REASONS = {
    one.code: one
    for one in (
        Reason(
            DECLINE,
            "full",
            pgettext_lazy("reason", "Full"),
            pgettext_lazy("reason", "The service is full just now."),
        ),
        Reason(
            DECLINE,
            "waiting_list",
            pgettext_lazy("reason", "Waiting list"),
            pgettext_lazy(
                "reason", "The service has a waiting list. You can wait or choose another service."
            ),
        ),
        Reason(
            DECLINE,
            "not_eligible",
            pgettext_lazy("reason", "Not in the target group"),
            pgettext_lazy("reason", "The service is meant for another group: {criterion}."),
            "criterion",
        ),
        Reason(
            DECLINE,
            "outside_area",
            pgettext_lazy("reason", "Outside the area"),
            pgettext_lazy("reason", "The service is meant for those who live {place_in}."),
            "place_in",
        ),
        Reason(
            DECLINE,
            "wrong_service",
            pgettext_lazy("reason", "Another service fits better"),
            pgettext_lazy("reason", "Another service suits you better: {service}."),
            "service",
        ),
        Reason(
            DECLINE,
            "needs_clearance",
            pgettext_lazy("reason", "Needs medical clearance"),
            pgettext_lazy(
                "reason",
                "Before you begin, a health care professional needs to assess what exercise is safe for you.",
            ),
        ),
        Reason(
            DECLINE,
            "duplicate",
            pgettext_lazy("reason", "An open referral exists"),
            pgettext_lazy("reason", "You already have an open referral to the same service."),
        ),
        Reason(
            DECLINE,
            "information_missing",
            pgettext_lazy("reason", "Information missing"),
            pgettext_lazy("reason", "The referral lacked something that the service needs to know."),
        ),
        Reason(DECLINE, "other", pgettext_lazy("reason", "Other reason"), "{text}", "text"),
        Reason(
            WITHDRAW,
            "client_declined",
            pgettext_lazy("reason", "The client does not want to go on"),
            pgettext_lazy("reason", "You did not want to go on."),
        ),
        Reason(
            WITHDRAW,
            "in_another_service",
            pgettext_lazy("reason", "In another service"),
            pgettext_lazy("reason", "You get support elsewhere already."),
        ),
        Reason(
            WITHDRAW,
            "moved",
            pgettext_lazy("reason", "Moved"),
            pgettext_lazy("reason", "You moved to another place."),
        ),
        Reason(
            WITHDRAW,
            "health_changed",
            pgettext_lazy("reason", "Health changed"),
            pgettext_lazy("reason", "Your health has changed."),
        ),
        Reason(WITHDRAW, DECEASED, pgettext_lazy("reason", "The client has died")),
        Reason(
            WITHDRAW,
            "mistake",
            pgettext_lazy("reason", "Made by mistake"),
            pgettext_lazy("reason", "The referral was made by mistake."),
        ),
        Reason(
            NO_START,
            UNREACHABLE,
            pgettext_lazy("reason", "Not reached"),
            pgettext_lazy("reason", "We did not reach you."),
        ),
        Reason(
            NO_START,
            NO_SHOW,
            pgettext_lazy("reason", "Did not come"),
            pgettext_lazy("reason", "The meeting that was agreed did not happen."),
        ),
        Reason(
            NO_START,
            "transport",
            pgettext_lazy("reason", "Getting there"),
            pgettext_lazy("reason", "It was hard to get there."),
        ),
        Reason(
            NO_START,
            "cost",
            pgettext_lazy("reason", "Price"),
            pgettext_lazy("reason", "The price was in the way."),
        ),
        Reason(
            NO_START,
            "time_of_day",
            pgettext_lazy("reason", "Time of day"),
            pgettext_lazy("reason", "The time did not suit."),
        ),
        Reason(
            NO_START,
            "language",
            pgettext_lazy("reason", "Language"),
            pgettext_lazy("reason", "The service was not there in your language."),
        ),
        Reason(
            NO_START,
            "new_situation",
            pgettext_lazy("reason", "Fear of a new situation"),
            pgettext_lazy("reason", "Beginning something new felt hard."),
        ),
        Reason(
            HOLD,
            "illness",
            pgettext_lazy("reason", "Illness"),
            pgettext_lazy("reason", "You take a pause because of illness."),
        ),
        Reason(
            HOLD,
            "group_start",
            pgettext_lazy("reason", "Waiting for a group to start"),
            pgettext_lazy("reason", "You wait for the group to start."),
        ),
        Reason(
            HOLD,
            "client_asks",
            pgettext_lazy("reason", "The client asks for a pause"),
            pgettext_lazy("reason", "You asked for a pause."),
        ),
        Reason(
            HOLD,
            "clearance",
            pgettext_lazy("reason", "Waiting for medical clearance"),
            pgettext_lazy("reason", "You wait for an assessment of what exercise is safe."),
        ),
    )
}
NO_TEXT = pgettext_lazy("reason", "The service cannot take the referral.")


def in_group(*groups):
    """The reasons of these groups, in the order of the list."""
    return [one for one in REASONS.values() if one.group in groups]


def choices(*groups):
    return [(one.code, one.word) for one in in_group(*groups)]


def is_in(code, *groups):
    return code in REASONS and REASONS[code].group in groups


def word(code):
    """The professional's word; the code itself of a reason that is no more, nothing of none."""
    return REASONS[code].word if code in REASONS else code


def resident(code, **values):
    """The sentence for the client in the language in force; empty when there is none to say.

    What the sentence names but nobody gave leaves the general one.
    """
    reason = REASONS.get(code)
    if reason is None or not reason.resident:
        return ""
    if reason.needs and not values.get(reason.needs, "").strip():
        return str(NO_TEXT)
    return str(reason.resident).format(**values)


def tells_nothing(code):
    return code == DECEASED
