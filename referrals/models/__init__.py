from .agreement import Agreement
from .answers import Asked, FollowUp, Outcome, Plan
from .assignment import OPEN, Assignment, Attempt, Meeting, State
from .client import Client, Consent
from .event import Event, EventText
from .figure import Figure
from .kind import Choice, Kind, Question
from .link import Link
from .referral import Referral
from .saved import SavedText
from .team import Team
from .trace import Trace

__all__ = [
    "Agreement",
    "Asked",
    "Assignment",
    "Attempt",
    "Choice",
    "Client",
    "Consent",
    "Event",
    "EventText",
    "Figure",
    "FollowUp",
    "Kind",
    "Link",
    "Meeting",
    "OPEN",
    "Outcome",
    "Plan",
    "Question",
    "Referral",
    "SavedText",
    "State",
    "Team",
    "Trace",
]
