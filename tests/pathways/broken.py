"""Rows that break the rules of pathways, for the walk over every constraint: (name of the rule, what breaks it)."""

from django.utils import timezone

from pathways.models import Lane, Stage
from tests import factories as make

from . import making

NAMELESS = [
    {"name_fi": None, "name_sv": None},
    {"name_fi": "", "name_sv": ""},
    {"name_fi": "", "name_sv": None},
]


def _change(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def _stage(**over):
    _change(making.pathway().stages.first(), **over)


def _half_confirmed(**over):
    values = {
        "verified_at": timezone.now(),
        "verified_by": make.user(),
        "verified_for": make.organisation(),
        "next_review_on": timezone.localdate(),
    }
    _change(making.pathway(), **values | over)


def _second(model, **over):
    """The same row again, with another name."""
    row = model._base_manager.first()
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    del values["id"]
    model._base_manager.create(**values | over)


def _again(model, **over):
    making.pathway()
    _second(model, **over)


def _same_way():
    pathway = making.pathway()
    making.way(pathway, "talk", "own", "jos muuta")


def _to_itself():
    pathway = making.pathway()
    making.way(pathway, "own", "own", "jos")


def _two_always(**over):
    pathway = making.pathway()
    _change(pathway.transitions.get(from_stage__key="talk", to_stage__key="own"), **over)


EMPTY = {"slug_fi": "", "slug_sv": None}
CASES = [
    ("Pathway.key", lambda: [making.pathway(key="same") for _ in range(2)]),
    *[("pathway_has_a_name", lambda over=over: making.pathway(**over)) for over in NAMELESS],
    *[
        (
            f"pathway_address_once_{code}",
            lambda code=code: [making.pathway(**{f"slug_{code}": "a"}) for _ in range(2)],
        )
        for code in ("fi", "sv", "en")
    ],
    ("pathway_public_has_an_address", lambda: making.pathway(**EMPTY)),
    ("pathway_public_has_an_address", lambda: making.pathway(status="archived", **EMPTY)),
    *[
        ("pathway_confirmed_when_and_by_whom", lambda name=name: _half_confirmed(**{name: None}))
        for name in ("verified_at", "verified_by", "verified_for", "next_review_on")
    ],
    *[
        (f"pathway_{field}_from_the_list", lambda field=field: _change(making.pathway(), **{field: "x"}))
        for field in ("status", "referral")
    ],
    ("pathway_status_from_the_list", lambda: _change(making.pathway(), status="in_review")),
    ("lane_key_once_per_pathway", lambda: _again(Lane)),
    *[
        ("lane_has_a_name", lambda over=over: _change(making.pathway().lanes.first(), **over))
        for over in NAMELESS
    ],
    ("lane_actor_from_the_list", lambda: _change(making.pathway().lanes.first(), actor="nobody")),
    ("stage_key_once_per_pathway", lambda: _again(Stage)),
    ("stage_has_a_title", lambda: _stage(title_fi="", title_sv=None)),
    *[
        (f"stage_{field}_from_the_list", lambda field=field: _stage(**{field: "x"}))
        for field in ("kind", "referral")
    ],
    *[
        ("one_unconditional_way_out", lambda over=over: _two_always(**over))
        for over in ({"condition_fi": "", "condition_sv": ""}, {"condition_fi": None, "condition_sv": ""})
    ],
    ("one_way_between_two_stages", _same_way),
    ("way_leads_elsewhere", _to_itself),
    ("SavedSearch.key", lambda: [making.search("same") for _ in range(2)]),
    *[("saved_search_has_a_name", lambda over=over: making.search(**over)) for over in NAMELESS],
]
