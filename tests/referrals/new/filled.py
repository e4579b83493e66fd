"""Screens of a new referral as a trained nurse fills them in."""

from django.urls import reverse

from referrals.models import Referral
from tests import pages

CLIENT = {
    "name": "Eeva Esimerkki",
    "born": "3.4.1961",
    "municipality": "075",
    "language": "fi",
    "phone": "050 000 0001",
    "contact_note": "arkisin klo 9–12",
    "channels": ["phone"],
    "consent": "oral",
    "feedback": "yes",
}
NEED = {
    "reasons": ["exercise_reason"],
    "safe": "limits",
    "limits": "Ei hyppyjä",
    "brisk": "60",
    "vigorous": "10",
    "strength": "1",
    "goal": "Jaksan kävellä kauppaan.",
    "readiness": "7",
    "wished": ["exercise_wish"],
}
JSON = {"HTTP_ACCEPT": "application/json"}


def begin(client, made, **over):
    """The first screen as sent; returns the referral and the answer."""
    answer = client.post(reverse("referral_new_kind", args=[made.kind.pk]), CLIENT | over)
    return Referral.objects.order_by("-made_at").first(), answer


def ready(client, made, **over):
    """A draft whose first two screens are right."""
    referral, _answer = begin(client, made, **over)
    client.post(reverse("referral_draft_need", args=[referral.pk]), NEED)
    return Referral.objects.get(pk=referral.pk)


def send(client, made, referral, **over):
    version = referral.assignments.newest_last().first().version
    values = {"team": str(made.team.pk), "version": str(version)} | over
    return client.post(reverse("referral_draft_send", args=[referral.pk]), values)


def sent(client, made, **over):
    referral = ready(client, made, **over)
    send(client, made, referral)
    return Referral.objects.get(pk=referral.pk)


def text(response):
    """What stands in the page."""
    return " ".join(pages.soup(response.content).main.get_text(" ").split())
