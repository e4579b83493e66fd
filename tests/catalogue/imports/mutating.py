"""Records of registers made wrong at random, and what must hold of an import of them all the same."""

import copy
import json

from django.db import transaction
from django.utils.translation import override
from hypothesis import strategies as st

from catalogue.imports import running, targets
from catalogue.imports.report import sentence
from catalogue.models import Contact, ImportRun, Keyword, OpeningHours, Place, Schedule, Service, SourceRecord
from organisations.models import Organisation
from tests.catalogue.imports import ptv

TABLES = (Service, Place, Organisation, Contact, OpeningHours, Schedule, Keyword, SourceRecord)
DROP, WRAP, TWICE, INNER = (
    "<drop>",
    "<wrap>",
    "<twice>",
    "<inner>",
)  # done to a value rather than put in its place


def nested(levels):
    value = "pohja"
    for level in range(levels):
        value = [value] if level % 2 else {"value": value, "language": "fi"}
    return value


TEXTS = ["", " ", "x", "0", "fi", "sv", "Name", "Unit", "Deleted", "Published", "Draft", "Nationwide", "AreaType",
    "Region", "Phone", "ServiceLocation", "EChannel", "Exceptional", "OverMidnight", "AlternativeName", "Sunday",
    "25:61", "24:00:00", "08:00:00+02:00", "08:00:00.5", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-30",
    "2026-11-23T10:00:00+02:00", "20261123", "1e999", "-inf", "nan", "²", "٣", "285", "10", "905", "P27.1", "100%",
    "%(x)s %s %", "{0}", "{{ x }}", "<b", "<script>alert(1)</script>", "&lt;p&gt;", "a\x00b", "\x00", "\ud800",
    "\u202e\u200b", "\x1b[31m", "x" * 151, "ä" * 6000, "sana " * 25_000, "https://x.fi/" + "a" * 600,
    "http://[::1", "https://kotka.fi:99999/", "matti@kotka.fi", "+358401234567", "1" * 400, "\n\n\n", "a\nb",
]  # fmt: skip
SCALARS = [None, True, False, 0, -1, 1, 7, 285, 2**31, 2**63 - 1, 1e308, -0.0, 0.1, 10**18]
VALUES = st.one_of(
    st.sampled_from([DROP, DROP, WRAP, TWICE, INNER]),
    st.sampled_from(SCALARS),
    st.sampled_from(TEXTS),
    st.sampled_from([[], {}, [[]], [{}], [None], {"": None}, nested(6), nested(55), ["fi"] * 300]),
    st.text(max_size=20),
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 100_000), st.one_of(VALUES, st.integers(0, 100_000).map(lambda n: ("of", n)))),
    min_size=1,
    max_size=6,
)


def places_in(value, way=()):
    """The way to every value inside, however deep."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield (*way, key)
        yield from places_in(inner, (*way, key))


def at(value, way):
    for key in way:
        value = value[key]
    return value


def mutated(records, changes):
    """The records with each change done where its number says; ``("of", n)`` puts in what stands elsewhere."""
    records = copy.deepcopy(records)
    for number, value in changes:
        ways = list(places_in(records))
        if not ways:
            break
        way = ways[number % len(ways)]
        holder, key = at(records, way[:-1]), way[-1]
        if isinstance(value, tuple):
            value = copy.deepcopy(at(records, ways[value[1] % len(ways)]))
        if value == DROP:
            del holder[key]
        elif value == WRAP:
            holder[key] = [holder[key]]
        elif value == TWICE:
            holder[key] = [holder[key], copy.deepcopy(holder[key])]
        elif value == INNER:
            inner = holder[key]
            holder[key] = (
                next(iter(inner.values() if isinstance(inner, dict) else inner), None)
                if isinstance(inner, dict | list)
                else {"value": inner}
            )
        else:
            holder[key] = copy.deepcopy(value)
    return records


# ---------------------------------------------------------------- one register's records, everything in them
def registry():
    county = ptv.organisation(
        "Kotkan kaupunki", "Kotka stad", organizationType="Municipality", oid="1.2.246.10"
    )
    provider = ptv.organisation(
        businessCode="0242499-0",
        emails=[{"value": "toimisto@kotka.fi", "language": "fi"}],
        phoneNumbers=[ptv.phone()],
        webPages=[ptv.page()],
    )
    unit = ptv.organisation("Yksikkö", "Enhet", parentOrganizationId=provider["id"])
    general = ptv.description(requirements=ptv.texts("Ikä 65.", "Ålder 65."))
    where = ptv.channel(
        organizationId=unit["id"],
        displayNameType=[{"type": "Name", "language": "fi"}],
        webPages=[ptv.page("https://www.kotka.fi/meri")],
        emails=[{"value": "meri@kotka.fi", "language": "fi"}],
        serviceHours=[
            ptv.hours(("Monday", "Friday", "08:00:00", "16:00:00")),
            ptv.hours(("Saturday", "", "22:00", "02:00"), kind="OverMidnight"),
            ptv.hours(("", "", "10:00", "12:00"), kind="Exceptional", validFrom="2026-12-23T22:00:00Z"),
            ptv.hours(isClosed=True, kind="Exceptional", validFrom="2026-12-24T22:00:00Z"),
        ],
    )
    where["addresses"][0]["entrances"] = [
        {
            "name": ptv.texts("Pääovi"),
            "isMainEntrance": True,
            "coordinates": {"latitude": "6703456", "longitude": "497000"},
            "accessibilitySentences": [
                {"sentenceGroup": ptv.texts("Ovi"), "sentences": [{"sentence": ptv.texts("Ovi on leveä.")}]}
            ],
        }
    ]
    phone = ptv.channel("Phone", serviceHours=[ptv.hours(("Monday", "Friday", "08:00", "16:00"))])
    others = [ptv.channel(kind) for kind in ("EChannel", "WebPage", "PrintableForm")]
    full = ptv.service(
        provider,
        where,
        phone,
        *others,
        generalDescriptionId=general["id"],
        requirements=ptv.texts("Kaikille.", "För alla."),
        lifeEvents=[ptv.term("KE4.3")],
        ontologyTerms=[ptv.term("p1", "http://www.yso.fi/onto/koko/p1")],
        serviceProducers=[{"organizations": [{"id": unit["id"], "name": "Yksikkö"}]}],
    )
    full["organizations"] += [{"roleType": "Producer", "organization": {"id": ptv.guid(), "name": "Muu ry"}}]
    full["serviceChannels"][0] = ptv.link(
        where,
        serviceHours=[ptv.hours(("Tuesday", "", "10:00", "11:00"))],
        contactDetails={"phoneNumbers": [ptv.phone("405556666")], "emails": [], "webPages": [ptv.page()]},
    )
    plain = ptv.service(unit, where, fi="Sauvakävely", sv="Stavgång", areaType="Nationwide", areas=[])
    return [county, provider, unit, general, where, phone, *others, full, plain]


# ---------------------------------------------------------------- what must hold
def counted():
    return [model.objects.count() for model in TABLES]


def imported(system, file, folder, *, commit):
    """A run as it is kept, with its lines; counts and the lines' plain facts."""
    sources, options = running.checked([str(file)], {})
    run = ImportRun(system=system, sources=[file.name], options=options, commit=commit)
    report = running.record(run, sources, folder)
    lines = list(run.lines.all())
    for language in ("fi", "sv"):
        with override(language):
            assert all(sentence(reason) for line in lines for reason in line.reasons)
    told = sorted(
        (line.kind, line.external_id, line.outcome, json.dumps(line.reasons))
        for line in lines
        if line.outcome in ("rejected", "skipped")
    )
    return report.plain(), told


def assert_whole():
    """Nothing is half there: each record has its source and says just what the source says."""
    sources = list(SourceRecord.objects.select_related("service", "place", "organisation"))
    for source in sources:
        if source.kind in ("service", "place", "organisation"):
            now = targets.state(source.target)
            assert {name: now[name] for name in source.values} == source.values
            assert source.corrections == {}
    fed = {(source.kind, source.target.pk) for source in sources if source.target}
    assert {("service", pk) for pk in Service.objects.values_list("pk", flat=True)} <= fed
    assert {("place", pk) for pk in Place.objects.values_list("pk", flat=True)} <= fed


def assert_holds(system, records, path, before=None):
    """Import the records dry, then twice: it never raises, says before what it does, and is done after once.

    ``before`` are records that were imported earlier.
    """
    numbers = iter(range(4))

    def once(records, *, commit=True):
        file = path / "vastaus.json"
        file.write_text(json.dumps(records), encoding="utf-8")
        return imported(system, file, path / f"read-{next(numbers)}", commit=commit)

    with transaction.atomic():
        if before:
            once(before)
        stood = counted()
        dry = once(records, commit=False)
        assert counted() == stood
        wet = once(records)
        assert dry == wet
        assert_whole()
        counts, told = once(records)
        assert told == wet[1]
        assert {outcome for by in counts.values() for outcome in by} <= {"unchanged", "rejected", "skipped"}
        assert_whole()
        transaction.set_rollback(True)
