from .area import Municipality, WellbeingCounty
from .canary import Canary
from .invitation import Invitation
from .membership import HeldAlready, Meanwhile, Membership, Role
from .organisation import Organisation
from .user import User

__all__ = [
    "Canary",
    "HeldAlready",
    "Invitation",
    "Meanwhile",
    "Membership",
    "Municipality",
    "Organisation",
    "Role",
    "User",
    "WellbeingCounty",
]
