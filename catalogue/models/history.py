"""History in the grain people think in."""

from contextlib import contextmanager


@contextmanager
def one_entry(record):
    """What changes inside (also its many-to-many rows) becomes one line of history instead of one each."""
    record.skip_history_when_saving = True
    try:
        yield
    finally:
        del record.skip_history_when_saving
    record.save()
