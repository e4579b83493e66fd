"""The library's pages with what ours show besides."""

from allauth.account.views import LoginView
from allauth.usersessions.views import ListUserSessionsView
from django.utils.translation import gettext as _

from . import practice

BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


class SignIn(LoginView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"practice": practice.offered()}


class Sessions(ListUserSessionsView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = [
            {"row": row, "device": device(row.user_agent), "here": row.is_current()}
            for row in reversed(context["sessions"])
        ]
        return context | {"shown": shown}


def device(agent):
    """Browser and system by their names: ``Firefox, Windows``."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part) or _("Unknown browser")
