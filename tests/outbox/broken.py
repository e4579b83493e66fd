"""Rows of the outbox that the database refuses: ``(rule, what breaks it)``."""

from django.utils import timezone

from outbox.models import JobRun, Message

WHOLE = {"key": "a:1", "kind": "note", "language": "fi", "address": "eeva@example.org"}
ENDED = {"state": "sent", "ended_at": timezone.now()}


def message(**over):
    return Message.objects.create(**WHOLE | over)


def run(**over):
    return JobRun.objects.create(**{"name": "test"} | over)


CASES = [
    ("Message.key", lambda: [message(), message()]),
    ("message_state_from_the_list", lambda: message(**ENDED | {"state": "lost"})),
    *[("message_ended_when_it_waits_no_more", lambda over=over: message(**over)) for over in
      ({"ended_at": timezone.now()}, {"state": "sent"}, ENDED | {"leased_until": timezone.now()})],
    *[("message_of_a_digest_is_a_persons_mail", lambda over=over: message(**over)) for over in
      ({"digest": "daily"}, {"digest": "hourly", "receiver_id": 1},
       {"digest": "daily", "receiver_id": 1, "channel": "sms"}, ENDED | {"state": "gathered"})],
    *[("message_of_something", lambda over=over: message(**over)) for over in ({"key": ""}, {"kind": ""})],
    *[("run_has_a_result_when_it_has_ended", lambda over=over: run(**over)) for over in
      ({"ok": True}, {"ended_at": timezone.now()})],
    ("run_of_a_named_job", lambda: run(name="")),
]  # fmt: skip
