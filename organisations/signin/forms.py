"""The forms of sign-in in our words; what they check is the library's."""

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy, pgettext_lazy

from fields.encrypted import decrypt, encrypt
from fields.forms import PhoneField
from organisations.forms.people import Address
from organisations.models import User

from .log import note

# Django's own words about passwords, in ours.
gettext_noop("This password is too common.")
gettext_noop("The password is too similar to the %(verbose_name)s.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
    12,
)


PASSWORD = _("Password")


class Email(forms.EmailField):
    def __init__(self, **options):
        widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        super().__init__(label=_("E-mail"), max_length=254, widget=widget, **options)

    def clean(self, value):
        return super().clean(value).lower()


class Password(forms.CharField):
    """Taken as it is typed, spaces too."""

    def __init__(self, *, label=PASSWORD, new=False, **options):
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
        super().__init__(label=label, strip=False, max_length=1024, widget=widget, **options)


class Code(forms.CharField):
    def __init__(self, **options):
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        super().__init__(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=attrs), **options)


def new_password():
    return Password(
        label=_("New password"),
        new=True,
        help_text=_("At least 12 characters. Three or four words in a row are easy to remember."),
    )


def again():
    return Password(label=_("New password again"), new=True)


class TwiceTheSame:
    """Two fields of a new password."""

    forgets = True

    def clean(self):
        found = forms.Form.clean(self)
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                password_validation.validate_password(first, self.user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return found


class OnceOnly:
    """A code of the app works once in all the time it is valid; the library forgets it a minute too early."""

    def clean_code(self):
        code = super().clean_code()
        if getattr(self, "authenticator", None) and self.authenticator.type != Authenticator.Type.TOTP:
            return code
        valid = mfa.TOTP_PERIOD * (2 * mfa.TOTP_TOLERANCE + 1)
        plain = "".join(sign for sign in code if sign.isdigit())
        if not cache.add(f"second-factor-used:{self.user.pk}:{plain}", "1", timeout=valid):
            if hasattr(self, "authenticator"):
                self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


def begin_at(form, name):
    """The pages that are nothing but this form begin in its first field; one with mistakes at their summary."""
    if not form.is_bound:
        form.fields[name].widget.attrs["autofocus"] = True


# ------------------------------------------------------------ signing in
class SignIn(account.LoginForm):
    forgets = True  # a password is never sent back to be shown again: the page says so

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"login": Email(), "password": Password()}
        begin_at(self, "login")


class SecondStep(OnceOnly, second.AuthenticateForm):
    code = Code(help_text=_("Six digits from the authenticator app, or one of your backup codes."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        begin_at(self, "code")


class ConfirmByPassword(account.ReauthenticateForm):
    forgets = True
    password = Password()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        begin_at(self, "password")


class ConfirmByCode(OnceOnly, second.ReauthenticateForm):
    code = Code(help_text=_("Six digits from the authenticator app, or one of your backup codes."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        begin_at(self, "code")


class FirstCode(OnceOnly, totp.ActivateTOTPForm):
    """The library keeps the new key in the session until it is confirmed; stored, it is sealed there."""

    code = Code(help_text=_("Six digits that the app shows now."))

    def __init__(self, *args, **kwargs):
        session = context.request.session
        if sealed := session.get(SECRET_SESSION_KEY):
            session[SECRET_SESSION_KEY] = decrypt(sealed)
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = encrypt(self.secret)


# ------------------------------------------------------------ passwords
class ChangePassword(TwiceTheSame, account.ChangePasswordForm):
    oldpassword = Password(label=_("Password you have now"))
    password1 = new_password()
    password2 = again()


class ForgottenPassword(account.ResetPasswordForm):
    email = Email()


class NewPassword(TwiceTheSame, account.ResetPasswordKeyForm):
    password1 = new_password()
    password2 = again()


class Acceptance(TwiceTheSame, forms.Form):
    """The first password of an invited person."""

    password1 = new_password()
    password2 = again()

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)


class NewAddress(forms.Form):
    email = Address(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        begin_at(self, "email")

    def clean_email(self):
        if self.cleaned_data["email"] == self.user.email:
            raise forms.ValidationError(_("This is the address that you have now."))
        return self.cleaned_data["email"]


# ------------------------------------------------------------ the own account
class Language(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of messages"), choices=User.Language.choices, widget=forms.RadioSelect
    )
    done = _("The language of messages is changed.")

    def keep(self, user):
        user.speak(self.cleaned_data["language"])


class Told(forms.Form):
    told = forms.ChoiceField(
        label=_("Messages about referrals"), choices=User.Told.choices, widget=forms.RadioSelect
    )
    done = _("Messages about referrals come as you chose.")

    def keep(self, user):
        user.hear(self.cleaned_data["told"])


class AtWork(forms.Form):
    """Of who makes referrals: whom the receiver may call about them."""

    title = forms.CharField(
        label=pgettext_lazy("of a person", "Title"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    phone = PhoneField(label=_("Work phone"), required=False, max_length=20)
    done = _("Title and work phone are saved. Referrals that you send from now on have them.")

    def keep(self, user):
        user.work_as(self.cleaned_data["title"], self.cleaned_data["phone"])
        note("at_work_changed", user)


# Of the own account: {name: (form, what it asks)}; the first is meant when none of the others is.
OWN = {"form": (Language, ["language"]), "hearing": (Told, ["told"]), "work": (AtWork, ["title", "phone"])}


def own_forms(user, data, *, makes_referrals):
    """The forms of the own account by name, the one that was sent with what was typed."""
    sent = next((name for name, (_form, asked) in OWN.items() if data and asked[0] in data), "form")
    return {
        name: form(
            data if data and name == sent else None, initial={one: getattr(user, one) for one in asked}
        )
        for name, (form, asked) in OWN.items()
        if name != "work" or makes_referrals
    }
