"""Addresses of the work lists, the case and its moves, the referrer's view, the coordinator's, groups and capacity."""

from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from referrals.views import capacity, case, front, group, here, inbox, moves, unit, watch

# What a move is called in an address; its code stands in none.
SLUGS = {
    "accept": pgettext_lazy("address", "take-on"),
    "hand_over": pgettext_lazy("address", "hand-over"),
    "ask": pgettext_lazy("address", "ask"),
    "answer": pgettext_lazy("address", "answer"),
    "attempt": pgettext_lazy("address", "attempt"),
    "book": pgettext_lazy("address", "book"),
    "no_show": pgettext_lazy("address", "no-show"),
    "start": pgettext_lazy("address", "start"),
    "note": pgettext_lazy("address", "note"),
    "plan": pgettext_lazy("address", "plan"),
    "offer": pgettext_lazy("address", "offer-times"),
    "hold": pgettext_lazy("address", "pause"),
    "resume": pgettext_lazy("address", "continue"),
    "complete": pgettext_lazy("address", "finish"),
    "decline": pgettext_lazy("address", "return"),
    "redirect": pgettext_lazy("address", "transfer"),
    "send_on": pgettext_lazy("address", "send-on"),
    "no_alternative": pgettext_lazy("address", "no-alternative"),
    "withdraw": pgettext_lazy("address", "withdraw"),
    "cancel": pgettext_lazy("address", "cancel"),
    "give_up": pgettext_lazy("address", "not-reached"),
    "lapse": pgettext_lazy("address", "lapse"),
    "enter_in_error": pgettext_lazy("address", "entered-in-error"),
    "reopen": pgettext_lazy("address", "reopen"),
}


class Action:
    """A form of a case, in the words of the page's language; another word is no address of these."""

    regex = "[a-z-]+"

    def to_python(self, value):
        for code, slug in SLUGS.items():
            if str(slug) == value:
                return code
        raise ValueError(value)

    def to_url(self, value):
        if value not in SLUGS:
            raise ValueError(value)
        return str(SLUGS[value])


register_converter(Action, "action")

urlpatterns = [
    path("", front.front, name="referral_front"),
    path(pgettext_lazy("address", "signed-in/"), here.here, name="referral_here"),
    path(pgettext_lazy("address", "inbox/"), inbox.inbox, name="referral_inbox"),
    path(pgettext_lazy("address", "unit/"), unit.unit, name="referral_unit"),
    path(pgettext_lazy("address", "watch/"), watch.every, name="referral_watch"),
    path(pgettext_lazy("address", "watch/<uuid:pk>/"), watch.one, name="referral_watched"),
    path(
        pgettext_lazy("address", "watch/<uuid:pk>/<action:action>/"), watch.move, name="referral_watched_move"
    ),
    path(pgettext_lazy("address", "group/"), group.group, name="referral_group"),
    path(pgettext_lazy("address", "capacity/"), capacity.capacity, name="referral_capacity"),
    path("<uuid:pk>/", case.case, name="referral_case"),
    path("<uuid:pk>/<action:action>/", moves.move, name="referral_move"),
]
