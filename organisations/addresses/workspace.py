"""Addresses of the workspace: its front page, people and their roles, the usage log."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter
from django.utils.translation import pgettext_lazy

from organisations.views import memberships, people, usage, workspace


class Key(IntConverter):
    """The key of a record: no more digits than one can have."""

    regex = r"\d{1,18}"


register_converter(Key, "key")

urlpatterns = [
    path("", workspace.front, name="workspace"),
    path(pgettext_lazy("address", "people/"), people.every, name="people"),
    path(pgettext_lazy("address", "people/invite/"), people.invite, name="invite"),
    path(pgettext_lazy("address", "people/<key:pk>/"), people.one, name="person"),
    path(pgettext_lazy("address", "people/<key:pk>/invitation/"), people.invite_again, name="person_invite"),
    path(pgettext_lazy("address", "people/<key:pk>/close/"), people.close, name="person_close"),
    path(pgettext_lazy("address", "people/<key:pk>/open/"), people.reopen, name="person_open"),
    path(pgettext_lazy("address", "people/<key:pk>/role/"), memberships.add, name="membership_add"),
    path(pgettext_lazy("address", "people/roles/<key:pk>/"), memberships.change, name="membership_change"),
    path(pgettext_lazy("address", "people/roles/<key:pk>/end/"), memberships.end, name="membership_end"),
    path(pgettext_lazy("address", "usage-log/"), usage.log, name="usage_log"),
    path(pgettext_lazy("address", "usage-log/report/"), usage.report, name="usage_log_report"),
]
