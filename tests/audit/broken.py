"""Rows that break the rules of the log and of the keys, for tests/test_constraints.py."""

from audit import trail
from organisations.models import Canary

CASES = [
    ("audit_line_says_what", lambda: trail.write("")),
    ("audit_record_has_its_kind", lambda: trail.write("read", subject=("", "1"))),
    ("one_canary", lambda: Canary(id=2, song="tui", index="").save()),
]
