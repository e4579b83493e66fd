from .handover import HandOver
from .lane import Lane
from .pathway import Pathway
from .search import SavedSearch
from .stage import Stage
from .transition import Transition

__all__ = ["HandOver", "Lane", "Pathway", "SavedSearch", "Stage", "Transition"]
