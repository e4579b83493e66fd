"""Fills an empty database with synthetic services: the same for the same number, every time."""

import random
from datetime import date, time, timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from catalogue.models import (
    Contact,
    Keyword,
    Language,
    LifeEvent,
    OpeningHours,
    Place,
    Schedule,
    Service,
    ServiceClass,
    TargetGroup,
)
from catalogue.models.choices import Access, Area, Format, PriceKind, Status, VerifiedHow
from organisations.models import Municipality, Organisation, User

from .words import vocabularies

SEED = 20
BATCH = 500
MOST_PROVIDERS = 300
# What services are like; the shares are a guess at a county's catalogue.
ONE_TOWN, SEVERAL_TOWNS = 0.6, 0.8
LACKS_SWEDISH, CONFIRMED = 0.25, 0.6


def seed(number):
    """Everything up to the moment when the product derives what it derives."""
    for name in ("load_facts", "load_vocabularies"):
        call_command(name, commit=True, stdout=StringIO())
    chance = random.Random(SEED)
    made = _Maker(chance, number)
    for start in range(0, number, BATCH):
        made.services(range(start, min(start + BATCH, number)))


class _Maker:
    """``chance`` decides everything."""

    def __init__(self, chance, number):
        self.chance, self.vocabularies = chance, vocabularies()
        self.names = set()
        self.towns = list(Municipality.objects.here().order_by("pk"))
        self.person = User.objects.create(email="bench@example.org", name="Bench")
        self.providers = self._providers(min(MOST_PROVIDERS, max(10, number // 50)))
        self.places = self._places(max(20, number // 8))
        self.keys = {
            "classes": _keys(ServiceClass),
            "target_groups": _keys(TargetGroup),
            "life_events": _keys(LifeEvent),
            "keywords": _keys(Keyword),
            "languages": ["fi", "sv", *[key for key in _keys(Language) if key not in ("fi", "sv")][:6]],
        }

    def _named(self, shortest=2, longest=4, *, mark=""):
        """A name in both languages that nobody has had."""
        while True:
            names = {
                f"name_{language}": own.name(self.chance, shortest, longest)
                for language, own in self.vocabularies.items()
            }
            if not self.names & {(mark, name) for name in names.values()}:
                self.names |= {(mark, name) for name in names.values()}
                return names

    def _providers(self, number):
        kinds = [Organisation.Kind.NGO, Organisation.Kind.NGO, Organisation.Kind.COMPANY]
        rows = [Organisation(kind=self.chance.choice(kinds), **self._named()) for _ in range(number)]
        return Organisation.objects.bulk_create(rows)

    def _places(self, number):
        rows = []
        for _ in range(number):
            town = self.chance.choice(self.towns)
            rows.append(
                Place(
                    **self._named(mark="place"),
                    street_fi=f"{self.vocabularies['fi'].name(self.chance, 1, 1)}katu {self.chance.randint(1, 90)}",
                    postcode=str(self.chance.randint(45000, 49999)),
                    post_office_fi=town.name_fi,
                    municipality=town,
                    latitude=round((town.latitude or 60.6) + self.chance.uniform(-0.1, 0.1), 6),
                    longitude=round((town.longitude or 27.0) + self.chance.uniform(-0.2, 0.2), 6),
                    accuracy=Place.Accuracy.EXACT,
                    point_source="bench",
                    step_free=self.chance.choice([True, False, None]),
                )
            )
        made = Place.objects.bulk_create(rows, batch_size=BATCH)
        hours = [
            OpeningHours(place=place, weekday=day, opens_at=time(8), closes_at=time(16))
            for place in made
            for day in range(1, 6)
        ]
        OpeningHours.objects.bulk_create(hours, batch_size=BATCH)
        return made

    # ------------------------------------------------------------ services
    def services(self, numbers):
        made = Service.objects.bulk_create([self._service(number) for number in numbers])
        links = {name: [] for name in (*self.keys, "municipalities", "places")}
        times, contacts = [], []
        for service in made:
            for name, keys in self._links(service).items():
                field = Service._meta.get_field(name)
                to = field.remote_field.through._meta.get_field(field.m2m_reverse_field_name()).attname
                links[name] += [
                    field.remote_field.through(service_id=service.pk, **{to: key}) for key in keys
                ]
            times += self._times(service)
            contacts += self._contacts(service)
        for name, rows in links.items():
            getattr(Service, name).through.objects.bulk_create(rows, batch_size=BATCH)
        Schedule.objects.bulk_create(times, batch_size=BATCH)
        Contact.objects.bulk_create(contacts, batch_size=BATCH)

    def _service(self, number):
        chance, finnish_only = self.chance, self.chance.random() < LACKS_SWEDISH
        texts = self._named(longest=5, mark="service")
        for language, own in self.vocabularies.items():
            texts |= {
                f"summary_{language}": own.sentence(chance, 8, 15)[:150],
                f"description_{language}": own.sentence(chance, 40, 80),
                f"how_to_{language}": own.sentence(chance, 6, 14),
            }
        if finnish_only:
            texts |= {name: None if name == "name_sv" else "" for name in texts if name.endswith("_sv")}
        where, confirmed = chance.random(), chance.random() < CONFIRMED
        made_at = timezone.now() - timedelta(minutes=number)
        verified = {
            "verified_at": made_at,
            "verified_by": self.person,
            "verified_how": VerifiedHow.OWNER,
            "next_review_on": date(2026, 1, 1) + timedelta(days=chance.randint(0, 900)),
        }
        provider = chance.choices(self.providers, weights=range(len(self.providers), 0, -1))[0]
        if confirmed:
            verified["verified_for"] = provider
        return Service(
            provider=provider,
            **texts,
            price_kind=chance.choice(["", *PriceKind.values]),
            access_kind=chance.choice(Access.values),
            format=chance.choice(Format.values),
            remote=chance.random() < 0.2,
            by_phone=chance.random() < 0.2,
            **{name: chance.random() < 0.3 for name in ("evening", "step_free", "companion", "beginners")},
            area=Area.MUNICIPALITIES if where < SEVERAL_TOWNS else Area.COUNTY,
            status=Status.PUBLISHED,
            created_at=made_at,
            **(verified if confirmed else {}),
        )

    def _links(self, service):
        chance = self.chance
        several = chance.random() < SEVERAL_TOWNS - ONE_TOWN
        towns = chance.sample(self.towns, chance.randint(2, 4) if several else 1)
        return {
            "classes": chance.sample(self.keys["classes"], chance.randint(1, 3)),
            "target_groups": chance.sample(self.keys["target_groups"], chance.randint(1, 3)),
            "life_events": chance.sample(self.keys["life_events"], chance.randint(0, 1)),
            "keywords": chance.sample(self.keys["keywords"], chance.randint(0, 4)),
            "languages": ["fi", *chance.sample(self.keys["languages"][1:], chance.randint(0, 2))],
            "municipalities": [row.pk for row in towns] if service.area == Area.MUNICIPALITIES else [],
            "places": [row.pk for row in chance.sample(self.places, chance.choice([0, 1, 1, 1, 2]))],
        }

    def _times(self, service):
        for _ in range(self.chance.choice([0, 1, 1, 2])):
            hour = self.chance.randint(8, 18)
            yield Schedule(
                service=service,
                weekday=self.chance.randint(1, 7),
                starts_at=time(hour),
                ends_at=time(hour + 1),
            )

    def _contacts(self, service):
        yield Contact(
            service=service, kind=Contact.Kind.PHONE, value=f"05 {self.chance.randint(10**6, 10**7)}"
        )
        yield Contact(service=service, kind=Contact.Kind.WEB, value=f"https://example.org/{service.pk}")


def _keys(model):
    return list(model.objects.order_by("pk").values_list("pk", flat=True))
