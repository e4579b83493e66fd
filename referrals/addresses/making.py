"""Addresses of making a referral: the professional's. The resident's stand in own_new.py."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from referrals.views import changing, making, sent, texts

urlpatterns = [
    path(pgettext_lazy("address", "new/"), making.new, name="referral_new"),
    path(pgettext_lazy("address", "new/<slug:kind>/"), making.new_kind, name="referral_new_kind"),
    path(pgettext_lazy("address", "draft/<uuid:pk>/client/"), making.client, name="referral_draft_client"),
    path(pgettext_lazy("address", "draft/<uuid:pk>/need/"), making.need, name="referral_draft_need"),
    path(pgettext_lazy("address", "draft/<uuid:pk>/send/"), sent.send, name="referral_draft_send"),
    path(
        pgettext_lazy("address", "draft/<uuid:pk>/contacts/"),
        making.contacts,
        name="referral_draft_contacts",
    ),
    path(pgettext_lazy("address", "draft/<uuid:pk>/kind/"), changing.kind, name="referral_draft_kind"),
    path(pgettext_lazy("address", "draft/<uuid:pk>/delete/"), making.discard, name="referral_draft_discard"),
    path(pgettext_lazy("address", "<uuid:pk>/sent/"), sent.sent, name="referral_sent"),
    path(pgettext_lazy("address", "<uuid:pk>/copy/"), sent.copy, name="referral_copy"),
    path(pgettext_lazy("address", "<uuid:pk>/letter/"), sent.letter, name="referral_letter"),
    path(pgettext_lazy("address", "texts/"), texts.every, name="saved_texts"),
    path(pgettext_lazy("address", "texts/<int:pk>/delete/"), texts.delete, name="saved_text_delete"),
]
