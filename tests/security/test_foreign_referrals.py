"""Every address of a referral × ids that are not one's own: 404, one refusal in the log, nothing read. The addresses
come from the URLconf, so that a new page is asked too.
"""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils.translation import override

from audit.models import Entry
from outbox.models import Message
from referrals.models import Assignment, Client, Event, Referral
from tests import factories, walls
from tests.kept import fresh, kept
from tests.referrals.scene import agreement, referral, scene, team, unit
from tests.referrals.whole import SECRETS, TEXTS, whole
from tests.security.walk import OF_REFERRALS, addresses
from tests.signing import confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# What only who makes referrals opens.
MAKING = {name for name in (one.name for one in addresses()) if name.startswith("referral_draft")} | {
    "referral_sent", "referral_copy", "referral_letter",
}  # fmt: skip
COORDINATORS = {"referral_watched", "referral_watched_move"}


def build():
    """People of another unit of the same county and of another town, each with work of their own."""
    made = scene()
    other = unit(made.county, "Toinen asema")
    town = factories.organisation(
        kind="municipality", municipality=factories.municipality("285", name_fi="Kotka")
    )
    advice = unit(town, "Kotkan neuvonta")
    second = team(advice, made.kind)
    agreement(made.county, town, made.kind)
    made.people = {
        "professional of another unit": factories.user("professional", other),
        "intake of another town": factories.user("intake", advice),
        "adviser of another town": factories.user("adviser", advice),
        "adviser who sends": factories.user("adviser", other),
    }
    made.theirs = [whole(made, "sent"), whole(made, "completed", started=True), referral(made, "draft")]
    made.station, made.town, made.advice, made.team = other, town, advice, second
    made.nurse = made.people["professional of another unit"]
    referral(made, "sent")
    return made


made = kept(build)


@pytest.fixture
def here(made, db):
    with walls.everything():
        yield fresh(made)


def objects():
    """Addresses that name one referral, by name."""
    return {one.name: one for one in addresses() if one.name.startswith("referral_") and "pk" in one.places}


def path(name, places, pk):
    return reverse(
        name, kwargs={place: OF_REFERRALS[place] for place in places if place != "pk"} | {"pk": pk}
    )


def test_addresses_of_one_referral_are_found():
    names = set(objects())
    assert {
        "referral_case",
        "referral_move",
        "referral_data",
        "referral_identity_code",
        "referral_copy",
    } <= names
    assert len(names) >= 14


def rows():
    plain = Client.objects.order_by("pk").values_list("pk", "language", "channels", "non_disclosure")
    models = (Referral, Assignment, Event, Message)
    return [list(model.objects.order_by("pk").values_list("pk")) for model in models] + [
        list(Assignment.objects.order_by("pk").values_list()), list(Referral.objects.order_by("pk").values_list()),
        list(plain),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "who",
    ["professional of another unit", "intake of another town"]
    + [pytest.param(who, marks=pytest.mark.long) for who in ("adviser of another town", "adviser who sends")],
)
def test_what_is_anothers_is_not_there_whatever_the_address(here, client, who):
    client.force_login(here.people[who])
    confirmed(client)
    client.raise_request_exception, client.only_receives = False, "professional" not in who
    before, wrong = rows(), []
    for name, one in objects().items():
        if name in COORDINATORS:
            continue
        for method in ("GET", "POST"):
            wrong += faults(client, here, name, one.places, method)
    assert wrong == []
    assert rows() == before
    known = [str(key) for one in here.theirs for key in (one.pk, one.referral_id)]
    assert not Entry.objects.allowed().filter(subject_id__in=known).exists()


def faults(client, here, name, places, method):
    """The id of a referral, of its assignment, and one that nobody has: all of them sound the same. A page that the
    role does not open at all says so before it looks at the id.
    """
    one = here.theirs[2 if "draft" in name else 0]
    texts = set()
    for key in (one.referral_id, one.pk, uuid.uuid4()):
        refused = Entry.objects.refused().count()
        answer = client.generic(method, path(name, places, key))
        text = answer.content.decode()
        if answer.status_code == 405:
            continue
        if answer.status_code != 404 and not (
            answer.status_code == 403 and client.only_receives and name in MAKING
        ):
            yield f"{method} {name}: {answer.status_code}"
        if Entry.objects.refused().count() != refused + 1:
            yield f"{method} {name}: {Entry.objects.refused().count() - refused} refusals in the log"
        if any(secret in text for secret in (*SECRETS.values(), *TEXTS.values(), "Eeva Esimerkki")):
            yield f"{method} {name}: tells"
        texts.add(re.sub(r"[0-9a-f-]{36}", "", text))
    if len(texts) > 1:
        yield f"{method} {name}: answers differ"


@pytest.mark.parametrize("who", ["professional of another unit", "intake of another town"])
@pytest.mark.parametrize("page", ["referral_front", "referral_inbox", "referral_unit", "referral_group"])
def test_no_list_shows_what_is_anothers(here, client, who, page):
    client.force_login(here.people[who])
    text = client.get(reverse(page)).content.decode()
    for one in here.theirs:
        assert str(one.referral_id) not in text and str(one.pk) not in text
        assert one.referral.number not in text and one.referral.client.name not in text


def test_the_coordinator_sees_how_it_moves_and_nothing_of_the_person(here, client):
    """Number, kind, team, municipality, state, dates; never a name, a contact, a code or a text."""
    client.force_login(factories.user("referral_coordinator", here.county))
    confirmed(client)
    late = here.theirs[0]
    Assignment.objects.filter(pk=late.pk).update(prompted=3, prompted_at=late.created_at)
    pages = [client.get(reverse("referral_watch"))]
    pages += [client.get(reverse("referral_watched", args=[key])) for key in (late.pk, late.referral_id)]
    assert any(late.referral.number in page.content.decode() for page in pages)
    for page in pages:
        text = page.content.decode()
        for secret in (*SECRETS.values(), *TEXTS.values(), "Eeva Esimerkki"):
            assert secret not in text


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_address_holds_more_than_an_id(language):
    """Names, numbers, codes and dates of clients stand in no address."""
    with override(language):
        for one in addresses(language):
            if "referral" in one.name and not one.name.startswith("admin:"):
                assert set(one.places) <= {"pk", "action", "kind", "token", "month", "name"}, one
