from .area import Municipality, WellbeingCounty
from .membership import Membership, Role
from .organisation import Organisation
from .user import User

__all__ = ["Membership", "Municipality", "Organisation", "Role", "User", "WellbeingCounty"]
