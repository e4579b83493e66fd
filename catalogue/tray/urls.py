"""Addresses of the tray and of what other sites embed; slugs are translated."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .. import embed
from . import views

urlpatterns = [
    path(pgettext_lazy("address", "tray/"), views.tray, name="tray"),
    path(pgettext_lazy("address", "tray/add/"), views.add, name="tray_add"),
    path(pgettext_lazy("address", "tray/remove/"), views.remove, name="tray_remove"),
    path(pgettext_lazy("address", "tray/move/"), views.move, name="tray_move"),
    path(pgettext_lazy("address", "tray/empty/"), views.clear, name="tray_clear"),
    path(pgettext_lazy("address", "tray/undo/"), views.restore, name="tray_restore"),
    path(pgettext_lazy("address", "tray/municipality/"), views.municipality, name="tray_municipality"),
    path(pgettext_lazy("address", "tray/here/"), views.here, name="tray_here"),
    path(pgettext_lazy("address", "tray/shared/<str:token>/"), views.shared, name="tray_shared"),
    path(pgettext_lazy("address", "tray/shared/<str:token>/copy/"), views.copy, name="tray_copy"),
    path(pgettext_lazy("address", "embed/services/"), embed.services, name="embed_services"),
    path(pgettext_lazy("address", "embed/list/<str:token>/"), embed.shared, name="embed_list"),
    path(pgettext_lazy("address", "embed/theme/<slug:key>/"), embed.theme, name="embed_theme"),
]
