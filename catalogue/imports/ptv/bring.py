"""From what was read of PTV to the catalogue: organisations first, then places, then the services that name them."""

from catalogue.imports.engine import Incoming
from catalogue.models import SourceRecord
from catalogue.models.choices import Provenance

from . import places
from .facts import Facts
from .organisation import organisation, refuse_unpublished, state_of, stub
from .service import Services, is_here, links, responsible
from .shapes import guid, shown_name, spelled
from .tree import Tree

NAMED = "named"  # ids that were asked for by name: a file, or an id
GONE = "gone"


class Bring:
    """One pass over a spool. Every step reads records one by one."""

    def __init__(self, engine, spool):
        self.engine, self.spool, self.facts = engine, spool, Facts()
        self.anywhere = set(spool.keys(NAMED))
        self.vanished = set(spool.keys(GONE))
        self.told = set()

    def run(self):
        self._note_gone()
        self.engine.bring("description", self._living("description"), self._plain("description", "names"))
        self._organisations()
        self.engine.bring("channel", self._living("channel"), self._plain("channel", "serviceChannelNames"))
        self._places()
        services = Services(self.engine, self.facts, self._channel, self._description, self.anywhere)
        self.engine.bring("service", self._services(), services.incoming)
        self.engine.gone(self.vanished - self.told)

    # ------------------------------------------------------------ records that ended
    def _note_gone(self):
        """Records that say themselves that they were deleted or withdrawn; channels take their places along."""
        for kind in ("service", "channel", "organisation"):
            for key, record in self.spool.records(kind):
                if state_of(record) == "gone":
                    self.vanished.add(key)
        channels = {key for key in self.vanished if "#" not in key}
        ended = {one for one in self.engine.references if one.partition("#")[0] in channels and "#" in one}
        self.vanished |= ended
        read = {
            key for key in channels if self.spool.has("channel", key) or self.spool.has("organisation", key)
        }
        self.told = ended | read
        self.engine.gone(self.told)  # before the services that name them

    def _living(self, kind):
        return ((key, record) for key, record in self.spool.records(kind) if key not in self.vanished)

    # ------------------------------------------------------------ kinds without a record of their own
    def _plain(self, kind, names):
        def derive(key, record):
            refuse_unpublished(record)
            found = shown_name(record.get(names), record.get("displayNameType"))
            return Incoming(kind, key, record, name=next(iter(found.values()), ""))

        return derive

    def _channel(self, key):
        return (
            None if key in self.vanished else self.spool.get("channel", key) or self._stored(key, "channel")
        )

    def _description(self, key):
        return key and (self.spool.get("description", key) or self._stored(key, "description"))

    def _stored(self, key, kind):
        kept = SourceRecord.objects.filter(
            system=Provenance.PTV, external_id=key, kind=kind, gone_at__isnull=True
        )
        return kept.values_list("raw", flat=True).first()

    # ------------------------------------------------------------ organisations
    def _organisations(self):
        self.tree = Tree(self.engine, self._living("organisation"))
        named, above = self._unknown_organisations(), set(self.tree.above.values())
        # whoever has units comes before them
        self.engine.bring("organisation", (row for row in named.items() if row[0] in above), stub)
        read = ((key, self.spool.get("organisation", key)) for key in self.tree.order)
        self.engine.bring("organisation", read, self._organisation)
        self.engine.bring("organisation", (row for row in named.items() if row[0] not in above), stub)

    def _organisation(self, key, record):
        return organisation(key, record, self.tree, self.facts)

    def _unknown_organisations(self):
        """``{id: name}`` of organisations that services here name and nobody has read."""
        found = {}
        for key, record in self._living("service"):
            if key in self.anywhere or is_here(record, self.facts):
                for one, name, _role in responsible(record):
                    rejected = self.spool.has("organisation", one)
                    if name and self.engine.reference(one) is None and not rejected:
                        found.setdefault(one, name)
        return found

    # ------------------------------------------------------------ places
    def _places(self):
        self.engine.bring("place", self._visits(), self._place)
        expected, read = set(), set()
        for key, channel in self._living("channel"):
            read.add(key)
            expected |= {one for one, _ in places.addresses(channel)}
        known = [one for one in self.engine.references if "#" in one and one.partition("#")[0] in read]
        self.engine.gone(set(known) - expected)

    def _visits(self):
        for _, channel in self._living("channel"):
            if (
                spelled(channel.get("serviceChannelType")) == "servicelocation"
                and state_of(channel) == "published"
            ):
                yield from places.addresses(channel)

    def _place(self, key, address):
        channel = self.spool.get("channel", key.partition("#")[0])
        return places.place(key, address, channel, self.facts, self.engine)

    # ------------------------------------------------------------ services
    def _services(self):
        """Those that were read, then those read earlier whose channels or general description changed."""
        yield from self._living("service")
        changed = self.engine.touched
        channels = changed.get("channel", set()) | {key.partition("#")[0] for key in changed.get("place", ())}
        channels |= self.vanished
        general = changed.get("description", set())
        if not channels and not general:
            return
        kept = SourceRecord.objects.filter(
            system=Provenance.PTV, kind="service", gone_at__isnull=True, service__isnull=False
        )
        for key, record in kept.values_list("external_id", "raw").iterator(chunk_size=200):
            if self.spool.has("service", key) or key in self.vanished:
                continue
            if links(record).keys() & channels or guid(record.get("generalDescriptionId")) in general:
                self.anywhere.add(key)  # it was taken in then
                yield key, record
