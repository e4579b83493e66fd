"""What the moves are called on buttons and in timelines."""

from django.utils.translation import pgettext_lazy

MOVES = {
    "send": pgettext_lazy("move", "Send the referral"),
    "arrive": pgettext_lazy("move", "Arrived from another service"),
    "discard": pgettext_lazy("move", "Delete the draft"),
    "note": pgettext_lazy("move", "Add a note"),
    "hand_over": pgettext_lazy("move", "Hand over to a colleague"),
    "ask": pgettext_lazy("move", "Ask for more"),
    "answer": pgettext_lazy("move", "Answer the question"),
    "accept": pgettext_lazy("move", "Take on"),
    "attempt": pgettext_lazy("move", "Log an attempt"),
    "book": pgettext_lazy("move", "Book a time"),
    "no_show": pgettext_lazy("move", "The meeting did not happen"),
    "start": pgettext_lazy("move", "Start guidance"),
    "hold": pgettext_lazy("move", "Pause"),
    "resume": pgettext_lazy("move", "Continue"),
    "complete": pgettext_lazy("move", "Finish"),
    "decline": pgettext_lazy("move", "Return"),
    "redirect": pgettext_lazy("move", "Transfer"),
    "send_on": pgettext_lazy("move", "Send to another service"),
    "no_alternative": pgettext_lazy("move", "No other service found"),
    "withdraw": pgettext_lazy("move", "Withdraw the referral for the client"),
    "cancel": pgettext_lazy("move", "Withdraw the referral"),
    "give_up": pgettext_lazy("move", "Mark: not reached"),
    "lapse": pgettext_lazy("move", "Mark as lapsed"),
    "reopen": pgettext_lazy("move", "Open again"),
    "enter_in_error": pgettext_lazy("move", "Mark as entered in error"),
    "correct": pgettext_lazy("move", "Correct the details"),
    "wish": pgettext_lazy("move", "A wish of the client"),
    "follow_up": pgettext_lazy("move", "Ask how it went on"),
}
