"""Addresses of the search page: with an answer more, one less, another order or page."""

from urllib.parse import urlencode

from .search.analyser import words


class Address:
    """What the visitor chose, as the links that change it. Wrong answers of the address are left behind."""

    def __init__(self, path, found):
        self.path, self.found = path, found

    def _to(
        self,
        *,
        chosen=None,
        words=None,
        where=None,
        near=None,
        sort=None,
        page=None,
        exactly=None,
        fragment="",
    ):
        found = self.found
        chosen = found.chosen if chosen is None else chosen
        words = found.words if words is None else words
        where = found.where if where is None else where
        exactly = found.exactly if exactly is None else exactly
        sort = found.sort if sort is None else sort
        parts = [("q", words)] if words else []
        near = found.near if near is None else near
        parts += [("where", where)] if where else [("near", near)] if near else []
        parts += [(name, value) for name, values in chosen.items() for value in values]
        if exactly and words:
            parts.append(("exactly", "1"))
        if sort and sort != next(iter(found.sorts)):
            parts.append(("sort", sort))
        if page and page > 1:
            parts.append(("page", page))
        return self.path + (f"?{urlencode(parts)}" if parts else "") + fragment

    def page(self, number):
        return self._to(page=number, fragment="#tulokset")

    def without(self, name, value):
        chosen = {
            key: [item for item in items if (key, item) != (name, value)]
            for key, items in self.found.chosen.items()
        }
        return self._to(chosen=chosen)

    @property
    def canonical(self):
        return self._to()

    @property
    def plain(self):
        """All services."""
        return self.path

    @property
    def without_words(self):
        return self._to(words="")

    @property
    def without_where(self):
        """Without the place that was typed, or the visitor's position."""
        return self._to(where="", near="")

    @property
    def without_place(self):
        """Without the place among the words; what else was typed stays as it is."""
        named = self.found.finding.where.token
        kept = [word for word in self.found.words.split() if words(word) != [named]]
        return self._to(words=" ".join(kept))

    @property
    def literal(self):
        """The same words, taken as they stand."""
        return self._to(exactly=True)

    def choosing(self, name, values, **over):
        """Other answers of one filter."""
        return self._to(chosen={**self.found.chosen, name: values}, **over)

    def searching(self, words):
        return self._to(words=words, exactly=False)

    @property
    def sorts(self):
        """(address, words, whether it is the order now)."""
        return [
            (self._to(sort=key), words, key == self.found.sort) for key, words in self.found.sorts.items()
        ]

    @property
    def chips(self):
        """(address without the answer, words of the answer)."""
        links = []
        for name, values in self.found.chosen.items():
            words = dict(self.found.options[name])
            links += [(self.without(name, value), words[value]) for value in values]
        return links
