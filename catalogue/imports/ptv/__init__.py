"""The national service registry (Suomi.fi Palvelutietovaranto, PTV): Open API v11, tolerant of v9 and v10."""

from .bring import Bring
from .read import Read


def read(sources, spool, report, client, options, beat):
    """Everything the sources hold, into the spool."""
    reader = Read(spool, report, client=client, beat=beat, **options)
    reader.services([source.value for source in sources if source.kind == "id"])
    for source in sources:
        if source.kind == "path":
            reader.files(source.value)
        elif source.kind != "id":
            getattr(reader, source.kind)(source.value)


def bring(engine, spool):
    Bring(engine, spool).run()


def total(spool):
    return sum(len(spool.keys(kind)) for kind in ("organisation", "description", "channel", "service"))
