"""Postings in the memory of the process, packed: those of the terms asked for lately, for one version of the catalogue.

Words that many type stand in thousands of services; reading a row for each costs more than everything else that a
search does, and every row read lets another thread in between.
"""

from array import array
from collections import OrderedDict
from threading import Lock

from ..models import Posting

MOST = 1_500_000  # postings in mind, six bytes each


class Postings:
    def __init__(self):
        self._held, self._number, self._lock = OrderedDict(), 0, Lock()

    def of(self, terms):
        """{term id: (services, weights)}, two arrays of one length; one query for the terms not in mind.

        Keys of services fit four bytes (addresses take nine digits), weights two: see ``index.FIELDS``.
        """
        with self._lock:
            found = {term: self._held[term] for term in terms if term in self._held}
            for term in found:
                self._held.move_to_end(term)
        if missing := sorted(set(terms) - found.keys()):
            nothing = array("I"), array("H")
            rows = {
                term: (array("I", services), array("H", weights))
                for term, services, weights in Posting.objects.packed(missing)
            }
            found |= {term: rows.get(term, nothing) for term in missing}
            self._keep({term: found[term] for term in missing})
        return found

    def _keep(self, rows):
        with self._lock:
            for term, row in rows.items():
                if term not in self._held:
                    self._held[term] = row
                    self._number += len(row[0])
            while self._number > MOST:
                _term, row = self._held.popitem(last=False)
                self._number -= len(row[0])
