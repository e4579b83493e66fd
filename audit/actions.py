"""What the codes of the log say to people: verbs in the past, as in ”Eeva Esimerkki, adviser: read”.

An app registers its own in ``AppConfig.ready()``; a test holds that every code that is written has its words.
"""

from django.utils.translation import pgettext_lazy

_words = {
    "listed": pgettext_lazy("log", "saw in a list"),
    "searched": pgettext_lazy("log", "searched"),
    "opened": pgettext_lazy("log", "opened a page"),
    "read": pgettext_lazy("log", "read"),
    "created": pgettext_lazy("log", "created"),
    "changed": pgettext_lazy("log", "changed"),
    "removed": pgettext_lazy("log", "removed"),
    "identity_code_shown": pgettext_lazy("log", "looked at the personal identity code"),
    "exported": pgettext_lazy("log", "took out a copy"),
    "printed": pgettext_lazy("log", "printed"),
    "invited": pgettext_lazy("log", "sent an invitation"),
    "invited_again": pgettext_lazy("log", "sent a new invitation"),
    "invitation_withdrawn": pgettext_lazy("log", "withdrew an invitation"),
    "role_given": pgettext_lazy("log", "gave a role"),
    "role_changed": pgettext_lazy("log", "changed the last day of a role"),
    "role_ended": pgettext_lazy("log", "ended a role"),
    "account_closed": pgettext_lazy("log", "closed an account"),
    "account_opened": pgettext_lazy("log", "opened an account again"),
    "log_read": pgettext_lazy("log", "read the usage log"),
    "log_reported": pgettext_lazy("log", "made a report of the usage log"),
    "message_tried_again": pgettext_lazy("log", "sent a stuck message again"),
    "message_given_up": pgettext_lazy("log", "deleted a stuck message"),
}
_fields = {}


def register(words, fields=None):
    """``{code: lazy text}`` of actions, and of the fields that their lines name."""
    _words.update(words)
    _fields.update(fields or {})


def known(code):
    return code in _words


def word(code):
    """In the language in force; the code itself when it is of an app that is no more."""
    return str(_words.get(code, code))


def field(code):
    return str(_fields.get(code, code))


def choices():
    """``(code, words)`` of every action, in the order of the words."""
    return sorted(((code, word(code)) for code in _words), key=lambda row: row[1].casefold())
