"""Addresses of figures, the county's view and what the data-protection officer needs."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from referrals.views import asking, figures, keeping, unusual

urlpatterns = [
    path(pgettext_lazy("address", "figures/"), figures.figures, name="referral_figures"),
    path(pgettext_lazy("address", "figures/table.csv"), figures.table, name="referral_figures_csv"),
    path(
        pgettext_lazy("address", "<uuid:pk>/identity-code/"),
        keeping.identity_code,
        name="referral_identity_code",
    ),
    path(pgettext_lazy("address", "data-request/"), asking.person, name="referral_data_request"),
    path(pgettext_lazy("address", "<uuid:pk>/data/"), keeping.data, name="referral_data"),
    path(pgettext_lazy("address", "<uuid:pk>/data/copy/"), keeping.copy, name="referral_copy_of_data"),
    path(pgettext_lazy("address", "<uuid:pk>/data/correct/"), keeping.correct, name="referral_correct"),
    path(pgettext_lazy("address", "unusual-reads/"), unusual.unusual, name="referral_unusual"),
]
