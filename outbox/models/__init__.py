from .message import Message
from .practice import PracticeMessage
from .run import JobRun

__all__ = ["JobRun", "Message", "PracticeMessage"]
