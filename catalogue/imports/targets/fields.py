"""Which fields an import knows, and how their values are written."""

import json

from catalogue.models import (
    Contact,
    Language,
    LifeEvent,
    OpeningHours,
    Place,
    Schedule,
    ServiceClass,
    TargetGroup,
)
from catalogue.models.service import TEXTS
from fields.text import columns
from organisations.models import Organisation

PLANNED = "+"  # a reference to a record that this run would make: "+" and its name

SERVICE_TEXTS = columns(*TEXTS)
PLACE_TEXTS = columns("name", "street", "post_office", "access", "directions")
ORGANISATION_TEXTS = columns("name", "description")
# many-to-many relations by what their values are
BY_KEY = {
    "producers": Organisation,
    "classes": ServiceClass,
    "target_groups": TargetGroup,
    "life_events": LifeEvent,
    "places": Place,
    "languages": Language,
}
ROWS = {"contacts": Contact, "hours": OpeningHours, "schedules": Schedule}
ROW_TEXTS = {"contacts": columns("label", "hours"), "hours": columns("note"), "schedules": columns("note")}
POINT = ("latitude", "longitude", "accuracy", "point_source")
CHANGE_REASON = "import"


def in_order(rows):
    """Rows without an order of their own (a register gives them in any) as one list."""
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def real(reference):
    """A key; None for a record that is only planned."""
    return None if isinstance(reference, str) and reference.startswith(PLANNED) else reference
