"""The second factor: setting it up, changing it, and what of it is there."""

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView

from .entering import end_others, renew


class SetUp(ActivateTOTPView):
    """The code that proves the app is also this session's second factor."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"key": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))}

    def form_valid(self, form):
        answer = super().form_valid(form)
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        record_authentication(
            self.request, self.request.user, "mfa", id=made.pk, type=made.type, reauthenticated=True
        )
        return answer


class Change(DeactivateTOTPView):
    """The old app stops working at once, here and in every other session; the next page sets up the new one."""

    def form_valid(self, form):
        answer = super().form_valid(form)
        end_others(self.request, self.request.user)
        records = self.request.session[AUTHENTICATION_METHODS_SESSION_KEY]
        self.request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record for record in records if record["method"] != "mfa"
        ]
        renew(self.request)
        return answer


def state_of(user):
    """{"app": whether there is one, "codes": how many backup codes are left}."""
    there = {row.type: row for row in Authenticator.objects.filter(user=user)}
    codes = there.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "app": Authenticator.Type.TOTP in there,
        "codes": len(codes.wrap().get_unused_codes()) if codes else 0,
    }


def forget(user):
    """All factors of a person: who is invited again begins anew."""
    Authenticator.objects.filter(user=user).delete()
