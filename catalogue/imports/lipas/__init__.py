"""Sports places of LIPAS (University of Jyväskylä, CC BY 4.0): API v2, from files or from its address."""

from .bring import Bring
from .read import Read


def read(sources, spool, report, client, options, beat):
    """Every site the sources hold, into the spool."""
    reader = Read(spool, report, client=client, beat=beat)
    for source in sources:
        if source.kind == "path":
            reader.files(source.value)
        elif source.kind in ("county", "municipality"):
            getattr(reader, source.kind)(source.value)
        else:
            reader.refuse(source)


def bring(engine, spool):
    Bring(engine, spool).run()


def total(spool):
    return len(spool.keys("site"))
