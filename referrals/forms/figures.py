"""Which figures: a year, a kind of referral."""

from django import forms
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from referrals.figures import ALL
from referrals.models import Figure, Kind

EVERY = "all"


class FiguresForm(forms.Form):
    """What is not among the answers is as if it were not asked."""

    year = forms.ChoiceField(label=_("Year"))
    kind = forms.ChoiceField(label=_("Kind of referral"))

    def __init__(self, asked):
        years = Figure.objects.years() or [timezone.localdate().year]
        kinds = {ALL: _("All kinds")} | {kind.pk: str(kind) for kind in Kind.objects.in_order()}
        year, kind = asked.get("year", ""), asked.get("kind", "")
        known = [str(one) for one in years]
        super().__init__(
            {"year": year if year in known else known[0], "kind": kind if kind and kind in kinds else EVERY}
        )
        self.fields["year"].choices = [(one, one) for one in known]
        self.fields["kind"].choices = [(code or EVERY, words) for code, words in kinds.items()]
        self.is_valid()

    def asked_year(self):
        return int(self.cleaned_data["year"])

    def asked_kind(self):
        kind = self.cleaned_data["kind"]
        return ALL if kind == EVERY else kind

    def kind_words(self):
        return str(dict(self.fields["kind"].choices)[self.cleaned_data["kind"]])

    def query(self):
        return urlencode(self.cleaned_data)
