"""People, teams, agreements and referrals for tests: a nurse, an adviser in Hamina, a client between them."""

import uuid
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace

from django.utils import timezone

from organisations.models import Organisation, Role
from referrals.models import OPEN, Agreement, Asked, Assignment, Choice, Client, Consent, Kind, Referral, Team
from tests import factories

_numbers = count(1)
NOTICE = {"notice_fi": "Näin tietojasi käsitellään.", "notice_sv": "Så här behandlas dina uppgifter."}
LED = ["accepted", "contacting", "booked", "advising", "hold"]


def kind(code="exercise", **over):
    values = {
        "name_fi": "Liikuntalähete",
        "name_sv": "Remiss till motionsrådgivning",
        "short_name_fi": "Liikunta",
        "short_name_sv": "Motion",
        "adviser_fi": "Liikuntaneuvoja",
        "adviser_sv": "Motionsrådgivaren",
        "asks_safety": True,
        "asks_activity": True,
    }
    found, made = Kind.objects.get_or_create(code=code, defaults=values | over)
    if made:
        for group, word in (("reason", "Liikkuu vähän"), ("wish", "Päivällä")):
            Choice.objects.create(
                group=group, code=f"{code}_{group}", name_fi=word, name_sv=f"{word} sv"
            ).kinds.add(found)
    return found


def unit(parent, name):
    return factories.organisation(
        kind=Organisation.Kind.UNIT, parent=parent, name_fi=name, name_sv=f"{name} sv"
    )


def team(organisation, *kinds, **over):
    values = {"name_fi": f"{organisation.name_fi}n neuvonta", "name_sv": f"{organisation.name_sv} rådgivning"}
    made = Team.objects.create(organisation=organisation, **values | over)
    made.kinds.set(kinds or [kind()])
    return made


def agreement(sender, receiver, of=None, **over):
    values = {
        "valid_from": date(2026, 1, 1),
        "basis_fi": "Suostumus",
        "basis_sv": "Samtycke",
        "notice_version": "1",
        "controllers_fi": "Lähettäjä vastaa lähetteestä.",
        "controllers_sv": "Avsändaren ansvarar för remissen.",
        "officer": "tietosuoja@example.org",
    }
    return Agreement.objects.create(
        sender=sender, receiver=receiver, kind=of or kind(), **NOTICE | values | over
    )


def scene():
    """The county with a health station, Hamina with its exercise advice, somebody in every role of both."""
    county = factories.organisation(
        kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue", name_sv="Välfärdsområdet"
    )
    station = unit(county, "Terveysasema")
    hamina = factories.municipality()
    town = factories.organisation(
        kind=Organisation.Kind.MUNICIPALITY, municipality=hamina, name_fi="Hamina", name_sv="Fredrikshamn"
    )
    advice = unit(town, "Liikuntaneuvonta")
    made = SimpleNamespace(
        county=county, station=station, hamina=hamina, town=town, advice=advice, kind=kind()
    )
    made.team = team(advice, made.kind)
    made.agreement = agreement(county, town, made.kind)
    made.nurse = factories.user(Role.PROFESSIONAL, station)
    made.intake = factories.user(Role.INTAKE, advice)
    made.adviser = factories.user(Role.ADVISER, advice)
    made.colleague = factories.user(Role.ADVISER, advice)
    made.watcher = factories.user(Role.REFERRAL_COORDINATOR, county)
    return made


def referral(made, state="sent", *, self_made=False, now=None, **client):
    """One in that state, as rows alone: no event, no message. Returns its newest assignment."""
    now, number = now or timezone.now(), next(_numbers)
    sent = None if state == "draft" else now
    row = Referral.objects.create(
        kind=made.kind,
        controller=made.town if self_made else made.county,
        sender=None if self_made else made.station,
        made_by=None if self_made else made.nurse,
        self_made=self_made,
        municipality=made.hamina,
        made_at=now,
        sent_at=sent,
    )
    person = {
        "name": f"Eeva Esimerkki {number}",
        "birth_date": "1961-04-03",
        "phone": "+358500000001",
        "email": f"asiakas{number}@example.org",
        "channels": ["phone", "email"],
    }
    Client.objects.create(referral=row, **person | client)
    Asked.objects.create(referral=row, choices='["exercise_reason"]', goal="Jaksan kävellä kauppaan.")
    ended = state not in ["draft", *OPEN]
    if state != "draft":
        for scope in ("share", "feedback"):
            Consent.objects.create(
                referral=row,
                scope=scope,
                receiver=made.town,
                text_version="1",
                text_hash="0" * 64,
                language="fi",
                how="oral",
                recorded_by=None if self_made else made.nurse,
            )
    return Assignment.objects.create(
        referral=row,
        team=None if state == "draft" else made.team,
        sender=row.sender,
        receiver=None if state == "draft" else made.advice,
        state=state,
        resumes_to={"info": "sent", "hold": "advising"}.get(state, ""),
        adviser=made.adviser if state in LED or state in ("completed", "unreachable") else None,
        created_at=now,
        state_since=now,
        due_on=timezone.localdate(now) + timedelta(days=5) if state in OPEN else None,
        ended_at=now if ended else None,
    )  # fmt: skip


def key():
    return str(uuid.uuid4())
