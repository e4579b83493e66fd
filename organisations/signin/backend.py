"""Who may be a session's person: nobody whose account is closed, and practice accounts only in a demo."""

from allauth.account.auth_backends import AuthenticationBackend

from .proof import practising


class People(AuthenticationBackend):
    def user_can_authenticate(self, user):
        """Asked at sign-in and at every request: what was true then need not be true now."""
        return super().user_can_authenticate(user) and (not user.practice or practising(user))

    @classmethod
    def _stash_user(cls, user):
        """The library tells apart a closed account with the right password; here it is like any wrong one."""
