"""Which services a plan, a group or an outcome may name: those of the kind's themes where the client lives."""

from django.utils.translation import get_language

from catalogue.models import Service


def offered_services(assignment):
    referral = assignment.referral
    services = Service.objects.published().for_theme(*[theme.pk for theme in referral.kind.themes.all()])
    if referral.municipality_id:
        services = services.in_municipality(referral.municipality_id)
    return services.by_name(get_language()[:2]).select_related("provider")
