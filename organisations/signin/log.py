"""Lines of the log about signing in: with the person they are about, also before the person is signed in."""

from django.utils.translation import pgettext_lazy

from audit import trail
from organisations.acting import actor_of
from organisations.models import User

WORDS = {
    "signed_in": pgettext_lazy("log", "signed in"),
    "sign_in_failed": pgettext_lazy("log", "gave a wrong password or code"),
    "signed_out": pgettext_lazy("log", "signed out"),
    "confirmed": pgettext_lazy("log", "confirmed who they are"),
    "password_changed": pgettext_lazy("log", "changed the password"),
    "second_factor_added": pgettext_lazy("log", "set up the second step of sign-in"),
    "second_factor_removed": pgettext_lazy("log", "removed the second step of sign-in"),
    "backup_codes_made": pgettext_lazy("log", "made new backup codes"),
    "backup_code_used": pgettext_lazy("log", "used a backup code"),
    "invitation_accepted": pgettext_lazy("log", "accepted an invitation"),
    "address_asked": pgettext_lazy("log", "asked for another e-mail address of their own"),
    "address_changed": pgettext_lazy("log", "changed their e-mail address"),
    "at_work_changed": pgettext_lazy("log", "changed their title or work phone"),
    "session_ended": pgettext_lazy("log", "ended a session of their own"),
}


def note(action, user):
    """What a known person did with their own account."""
    trail.write(action, actor=actor_of(user), subject=("person", user.pk))


def refuse(email="", user=None):
    """A wrong password or code. Whose it would have been is written down when there is such a person."""
    user = user or User.objects.filter(email=email.strip().lower()).first()
    trail.write("sign_in_failed", subject=("person", user.pk) if user else None, denied=True)
