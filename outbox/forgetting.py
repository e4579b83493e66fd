"""What the outbox does not keep."""

from .models import JobRun, Message


def forget(now):
    return Message.objects.forget(now) | {"job runs": JobRun.objects.forget(now)}
