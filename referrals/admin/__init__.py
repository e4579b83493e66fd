"""The admin of what referrals are made with: kinds, choices, teams, agreements. Referrals themselves are never here."""

from . import agreement, kind, team

__all__ = ["agreement", "kind", "team"]
