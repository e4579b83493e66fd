"""Services, places and organisations as an import sees them: a dictionary of plain values, read and written.

``state(record)`` gives ``{field: JSON value}``; ``assign``, ``check`` and ``save`` put such values in. A field is
a column or a group that only makes sense together (a point, the contacts). Both sides use the same values, so
"nothing changed" is an equality.
"""

from .fields import BY_KEY, CHANGE_REASON, PLANNED, in_order
from .reading import state
from .words import Words, shown
from .writing import assign, check, save

__all__ = [
    "BY_KEY",
    "Words",
    "CHANGE_REASON",
    "PLANNED",
    "assign",
    "check",
    "in_order",
    "save",
    "shown",
    "state",
]
