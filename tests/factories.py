"""Rows for tests: plain functions that make the least that the database accepts."""

from datetime import date, time, timedelta
from itertools import count

from django.utils import timezone

from catalogue.models import (
    Contact,
    Entry,
    ImportLine,
    ImportRun,
    Keyword,
    Language,
    LifeEvent,
    OpeningHours,
    Place,
    Schedule,
    Service,
    ServiceClass,
    SourceRecord,
    TargetGroup,
    Theme,
    ThemeRule,
)
from catalogue.models.choices import Access, Area, Format, Status
from organisations.models import Membership, Municipality, Organisation, User, WellbeingCounty

_numbers = count(1)
# Kymenlaakso: code, Finnish name, Swedish name, centre point.
MUNICIPALITIES = [
    ("075", "Hamina", "Fredrikshamn", 60.57, 27.20),
    ("285", "Kotka", "Kotka", 60.47, 26.95),
    ("286", "Kouvola", "Kouvola", 60.87, 26.70),
    ("489", "Miehikkälä", "Miehikkälä", 60.67, 27.70),
    ("624", "Pyhtää", "Pyttis", 60.49, 26.54),
    ("935", "Virolahti", "Vederlax", 60.58, 27.71),
]


def county(code="10", **over):
    found, _ = WellbeingCounty.objects.get_or_create(
        code=code,
        defaults={"name_fi": "Kymenlaakson hyvinvointialue", "name_sv": "Kymmenedalens välfärdsområde"}
        | over,
    )
    return found


def municipality(code="075", **over):
    """One of Kymenlaakso's six; its county comes along."""
    _, fi, sv, latitude, longitude = next(row for row in MUNICIPALITIES if row[0] == code)
    values = {
        "county": over.pop("county", None) or county(),
        "languages": Municipality.Languages.FI_SV if code == "624" else Municipality.Languages.FI,
        "latitude": latitude,
        "longitude": longitude,
        "name_fi": fi,
        "name_sv": sv,
    }
    found, _ = Municipality.objects.get_or_create(code=code, defaults=values | over)
    return found


def municipalities():
    return [municipality(row[0]) for row in MUNICIPALITIES]


def organisation(**over):
    number = next(_numbers)
    values = {"kind": Organisation.Kind.NGO, "name_fi": f"Yhdistys {number}", "name_sv": f"Förening {number}"}
    return Organisation.objects.create(**values | over)


def user(role=None, organisation=None, **over):
    """A person who may sign in with the password "salasana"; with a role, a member of the organisation."""
    number = next(_numbers)
    values = {"email": f"henkilo{number}@example.org", "name": f"Henkilö {number}", "password": "salasana"}
    person = User.objects.create_user(**values | over)
    if role:
        Membership.objects.create(
            user=person,
            role=role,
            organisation=organisation or globals()["organisation"](),
            valid_from="2020-01-01",
        )
    return person


def place(**over):
    number = next(_numbers)
    values = {"name_fi": f"Paikka {number}", "name_sv": f"Plats {number}"}
    values["municipality"] = over.pop("municipality", None) or municipality()
    return Place.objects.create(**values | over)


def theme(key="liikunta", **over):
    """A theme and the service class that leads to it."""
    number = next(_numbers)
    values = {"order": number, "name_fi": key.capitalize(), "name_sv": f"{key.capitalize()} sv"}
    found, made = Theme.objects.get_or_create(key=key, defaults=values | over)
    if made:
        ThemeRule.objects.create(theme=found, service_class=service_class(f"P{number}"))
    return found


def service_class(code, **over):
    values = {"uri": f"http://example.org/{code}", "name_fi": f"Luokka {code}", "name_sv": f"Klass {code}"}
    return ServiceClass.objects.get_or_create(code=code, defaults=values | over)[0]


def service(**over):
    """A published service of the whole county. Many-to-many fields take lists."""
    number = next(_numbers)
    many = {field.name: over.pop(field.name) for field in Service._meta.many_to_many if field.name in over}
    values = {
        "name_fi": f"Palvelu {number}",
        "name_sv": f"Tjänst {number}",
        "summary_fi": f"Ryhmä numero {number}.",
        "summary_sv": f"Grupp nummer {number}.",
        "access_kind": Access.OPEN,
        "format": Format.GROUP,
        "area": Area.COUNTY,
        "status": Status.PUBLISHED,
    }
    values["provider"] = over.pop("provider", None) or organisation()
    made = Service.objects.create(**values | over)
    if "themes" in many:  # a theme comes from a class: give the service the class of the theme's first rule
        many.setdefault("classes", [one.rules.first().service_class for one in many.pop("themes")])
    for name, rows in many.items():
        getattr(made, name).set(rows)
    made.refresh()
    return made


def term(model, code, **over):
    """A target group or a life event."""
    values = {
        "uri": f"http://example.org/{model.__name__}/{code}",
        "name_fi": f"Termi {code}",
        "name_sv": f"Term {code}",
    }
    return model.objects.get_or_create(code=code, defaults=values | over)[0]


def spoken(code="fi", **over):
    values = {"name_fi": "suomi", "name_sv": "finska"} if code == "fi" else {"name_fi": code, "name_sv": code}
    return Language.objects.get_or_create(code=code, defaults=values | over)[0]


def full_service(**over):
    """A service with every kind of row a page can show."""
    texts = ("description", "for_whom", "how_to", "first_visit", "price")
    values = {f"{name}_{code}": f"Teksti {name} {code}." for name in texts for code in ("fi", "sv")}
    values |= {
        "price_kind": "paid",
        "area": Area.MUNICIPALITIES,
        "municipalities": [municipality(), municipality("285")],
        "target_groups": [term(TargetGroup, "KR1")],
        "life_events": [term(LifeEvent, "KE1")],
        "languages": [spoken("fi"), spoken("sv")],
        "producers": [organisation()],
        "evening": True,
    }
    made = service(**values | over)
    add_rows(made)
    return made


def words_of(service):
    """Every word by which the service is found, as the catalogue keeps them."""
    return Entry.objects.get(pk=service.pk).text


def add_rows(made):
    """One more of everything that stands beside a service."""
    number = next(_numbers)
    where = place(street_fi="Raatihuoneentori 1", postcode="49400", post_office_fi="Hamina", step_free=True)
    OpeningHours.objects.create(place=where, weekday=1, opens_at=time(9), closes_at=time(15))
    made.places.add(where)
    Schedule.objects.create(
        service=made, place=where, weekday=1 + number % 5, starts_at=time(10), ends_at=time(11)
    )
    for kind, value in (
        ("phone", "05 220 6000"),
        ("web", "https://example.org/"),
        ("email", "info@example.org"),
    ):
        Contact.objects.create(service=made, kind=kind, value=value, language=spoken("fi"))
    made.keywords.add(
        Keyword.objects.create(uri=f"http://example.org/word/{number}", name_fi=f"sana {number}")
    )
    made.producers.add(organisation())
    made.refresh()


def copies(original, number):
    """That many more services like one, with all its rows, without history."""
    made = []
    for _ in range(number):
        values = {field.attname: getattr(original, field.attname) for field in Service._meta.concrete_fields}
        del values["id"]
        one = next(_numbers)
        made.append(
            Service(**values | {"name_fi": f"Palvelu {one}", "name_sv": f"Tjänst {one}", "name_en": ""})
        )
    Service.objects.bulk_create(made)
    for field in Service._meta.many_to_many:
        through = field.remote_field.through
        ids = getattr(original, field.name).values_list("pk", flat=True)
        to = through._meta.get_field(field.m2m_reverse_field_name()).attname
        through.objects.bulk_create(through(service=copy, **{to: pk}) for copy in made for pk in ids)
    for model in (Schedule, Contact):
        rows = list(model.objects.filter(service=original).values())
        model.objects.bulk_create(
            model(**row | {"id": None, "service_id": copy.pk}) for copy in made for row in rows
        )
    Service.objects.filter(pk__in=[copy.pk for copy in made]).refresh()
    return made


def run(**over):
    """A dry run of the register that is ready, with nothing in it."""
    state = over.get("state", ImportRun.State.READY)
    values = {"system": "ptv", "sources": ["county:10"], "options": {}, "state": state, "counts": {}}
    if state == ImportRun.State.RUNNING:
        values["started_at"] = values["beat_at"] = timezone.now()
    return ImportRun.objects.create(**values | over)


def silent_run(**over):
    """One that says it runs, but was last heard of an hour ago."""
    long_ago = timezone.now() - timedelta(hours=1)
    return run(**{"state": ImportRun.State.RUNNING, "started_at": long_ago, "beat_at": long_ago} | over)


def line(run, outcome="new", **over):
    number = next(_numbers)
    values = {"kind": "service", "external_id": f"id-{number}", "name": f"Palvelu {number}"}
    return ImportLine.objects.create(run=run, outcome=outcome, **values | over)


def source(target=None, **over):
    """What a register says of a record here (``values``), and since when it was corrected (``corrections``)."""
    kind = target._meta.model_name if target else "channel"
    values = {
        "system": "ptv",
        "kind": kind,
        "external_id": f"register-{next(_numbers)}",
        "fetched_at": timezone.now(),
        "content_hash": "",
        "raw": {},
    }
    if target:
        values[kind] = target
    return SourceRecord.objects.create(**values | over)


def corrected(target, day=date(2026, 2, 3), **register):
    """A record whose named fields say something else in the register."""
    days = dict.fromkeys(register, day.isoformat())
    return source(target, values=register, corrections=days)
