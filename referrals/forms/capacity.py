"""The form of a team's capacity: today's word, with the weeks of a waiting list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.models import Team

from .parts import whole_number


class CapacityForm(forms.Form):
    capacity = forms.ChoiceField(
        label=_("How is it now?"), choices=Team.Capacity.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer from the list.")},
    )  # fmt: skip
    weeks = whole_number(
        _("Weeks of waiting"), largest=104, help_text=_("For a waiting list, when you know it.")
    )

    def __init__(self, *args, team, **kwargs):
        first = {"capacity": team.capacity if team.capacity_on else None, "weeks": team.waiting_weeks}
        super().__init__(*args, initial=first, auto_id=f"id_{team.pk}_%s", **kwargs)
        self.team = team
