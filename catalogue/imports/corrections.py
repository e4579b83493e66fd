"""When somebody here says otherwise than the register: noted at once, not only at the next import."""

from catalogue.models import SourceRecord

from . import targets


def note(record):
    """Compare a record that a person changed with what its registers say; keep which fields differ, and since when."""
    sources = SourceRecord.objects.of(record).exclude(values={})
    for source in sources:
        if source.compare(targets.state(type(record).objects.get(pk=record.pk))):
            source.save(update_fields=["corrections"])


def note_unless_imported(record):
    if getattr(record, "_change_reason", None) != targets.CHANGE_REASON:
        note(record)
