"""What the sign-in library asks us: who may sign up (nobody), how mails leave, what is said, how secrets are kept."""

import io
import uuid

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from fields.encrypted import decrypt, encrypt
from organisations.county import fact
from outbox import sending

from . import device
from .proof import practising, recently_confirmed, set_up_lately
from .visitor import counted_address

# What the library may say on a page, in our words; what is not here is not said.
SAID = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("The password is changed."),
    "usersessions/messages/sessions_logged_out.txt": _("The other sessions have ended."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is in use."),
    "mfa/messages/totp_deactivated.txt": _("The old authenticator app no longer works here."),
}
# What the library tells a person by mail, and what our mail about it says has changed.
TOLD = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/recovery_codes_generated": "codes",
}
LOCKED = _("Too many attempts. Try again in 5 minutes.")
WRONG = _("The e-mail or the password is wrong.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": WRONG,
        "email_password_mismatch": WRONG,
        "enter_current_password": _("The password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "invalid_login": WRONG,
        "invalid_password_reset": _("The link has expired or been used. Ask for a new one."),
        "rate_limited": LOCKED,
        "too_many_login_attempts": LOCKED,
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        """Pages only: answers for scripts would be a second door with other words."""
        return False

    def is_safe_url(self, url):
        """Only this very host; the library would also take every host that is allowed to serve."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())

    def get_client_ip(self, request):
        """The portal's own reading: the library's own fails on a header that is shorter than our proxies make it."""
        return str(counted_address(request))

    def _get_login_attempts_cache_key(self, request, **credentials):
        """By person alone: with the host in it every spelling of our address would give five more guesses. A browser
        of the person's own is counted apart.
        """
        email = credentials.get("email", "").strip().lower()
        return f"{email} {device.of(request, email)}".strip()

    def is_reauthentication_required(self, *, app, **kwargs):
        return not (recently_confirmed(context.request) or set_up_lately(context.request))

    def get_reauthentication_methods(self, user):
        """The code first: it is shorter than the password."""
        if practising(user):
            return [{"id": "practice", "description": _("Confirm"), "url": reverse("practice_confirm")}]
        words = {"reauthenticate": _("Use the password"), "mfa_reauthenticate": _("Use a code")}
        methods = super().get_reauthentication_methods(user)
        ours = [method | {"description": words[method["id"]]} for method in methods if method["id"] in words]
        return sorted(ours, key=lambda method: method["id"] != "mfa_reauthenticate")

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    # ------------------------------------------------------------ what is said
    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ):
        words = message or SAID.get(message_template)
        if words:
            messages.add_message(request, level, words, extra_tags)

    # ------------------------------------------------------------ mails
    def send_mail(self, template_prefix, email, context):
        """Of the library's own mails none leaves."""
        raise NotImplementedError(f"{template_prefix} has no mail of ours")

    def send_password_reset_mail(self, user, email, context):
        """Only to who has a password: an invitation that has ended is not opened this way again."""
        if user.has_usable_password():
            with override(user.spoken):
                address = reverse("account_reset_password_from_key", args=[context["uid"], context["key"]])
            put("password_reset", user, link=settings.HYTE_ORIGIN + address)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if template_prefix in TOLD:
            put("account_changed", user, what=TOLD[template_prefix])


def put(kind, user, *, to="", **words):
    """A mail about the person's own account; each of these is an event of its own. ``to``: another address."""
    return sending.put(
        kind,
        key=f"{kind}:{uuid.uuid4()}",
        address=to or user.email,
        language=user.spoken,
        words=words,
        receiver=(user.pk, user.name),
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or too old. Use the next code."),
        "cannot_generate_recovery_codes": _("Set up the authenticator app first."),
    }

    def get_totp_issuer(self):
        language = get_language()[:2]
        return settings.HYTE_NAMES[language] or gettext("Wellbeing %(area_in)s") % {
            "area_in": fact("area_in")
        }

    def build_totp_svg(self, url):
        """The code as a picture: dark on light also on a dark page, as cameras want it."""
        drawn = io.BytesIO()
        segno.make(url, error="m", micro=False).save(
            drawn, kind="svg", border=4, dark="#000", light="#fff", nl=False
        )
        return drawn.getvalue().decode()

    def encrypt(self, text):
        return encrypt(text)

    def decrypt(self, encrypted_text):
        return decrypt(encrypted_text)
