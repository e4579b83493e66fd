"""Agreements: without one in force a kind of referral is not offered between two organisations."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import PortalAdmin
from organisations.admin.fields import in_own_language
from organisations.admin.history import HistoryMixin
from referrals.models import Agreement

NOTICE = ["notice_fi", "notice_sv"]


class AgreementForm(forms.ModelForm):
    class Meta:
        model = Agreement
        fields = []  # the admin's fieldsets say which
        help_texts = {
            "sender": _(
                "The county's organisation or a unit. For residents' own referrals: the receiver itself."
            ),
            "receiver": _("The organisation whose teams receive. It answers for its own records."),
            "notice_fi": _(
                "Read to the client or shown before consent. Both data-protection officers approve it."
            ),
            "notice_sv": _(
                "Read to the client or shown before consent. Both data-protection officers approve it."
            ),
            "notice_version": _("Stands in every consent. A changed text needs a new one."),
        }

    def clean(self):
        """What people have consented to never changes under its version."""
        found = super().clean()
        changed = [name for name in NOTICE if name in self.changed_data]
        if self.instance.pk and changed and "notice_version" not in self.changed_data:
            raise ValidationError({"notice_version": _("The text changed: give it a new version.")})
        return found


@admin.register(Agreement)
class AgreementAdmin(HistoryMixin, PortalAdmin):
    form = AgreementForm
    list_display = ["between", "kind", "valid_from", "valid_to", "stands"]
    list_filter = ["kind"]
    list_select_related = ["sender", "receiver", "kind"]
    search_fields = ["sender__name_fi", "sender__name_sv", "receiver__name_fi", "receiver__name_sv"]
    fieldsets = [
        (_("Between whom"), {"fields": [("sender", "receiver"), "kind", ("valid_from", "valid_to")]}),
        (_("Who answers for the data"), {"fields": ["controllers", "basis", "officer"]}),
        (_("What the client hears"), {"fields": ["notice_version", "notice"]}),
        (_("What is asked and kept"), {"fields": ["needs_identity_code", ("kept_months", "kept_months_unstarted")]}),
    ]  # fmt: skip

    @admin.display(description=_("agreement"), ordering="sender__name_fi")
    def between(self, agreement):
        return f"{in_own_language(agreement.sender)} → {in_own_language(agreement.receiver)}"

    @admin.display(description=_("in force"), boolean=True)
    def stands(self, agreement):
        today = timezone.localdate()
        return agreement.valid_from <= today and (agreement.valid_to is None or agreement.valid_to >= today)

    def has_delete_permission(self, request, obj=None):
        """What was in force is ended by its last day: referrals were made under it."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.valid_from > timezone.localdate())

    def get_actions(self, request):
        return {name: one for name, one in super().get_actions(request).items() if name != "delete_selected"}
