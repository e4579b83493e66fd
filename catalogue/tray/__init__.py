"""The visitor's tray: what was put aside, kept in one signed cookie and nowhere else.

``of(request)`` reads it, ``answer(response, tray)`` writes it; ``kinds`` knows what may lie on it.
"""

from . import kinds
from .cookie import MOST, Full, Tray, answer, of

__all__ = ["MOST", "Full", "Tray", "answer", "kinds", "of"]
