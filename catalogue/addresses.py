"""Addresses of the search page: with an answer more, one less, another order or page."""

from urllib.parse import urlencode


class Address:
    """What the visitor chose, as the links that change it. Wrong answers of the address are left behind."""

    def __init__(self, path, found):
        self.path, self.found = path, found

    def _to(self, *, chosen=None, words=None, sort=None, page=None, fragment=""):
        chosen = self.found.chosen if chosen is None else chosen
        words = self.found.words if words is None else words
        sort = self.found.sort if sort is None else sort
        parts = [("q", words)] if words else []
        parts += [(name, value) for name, values in chosen.items() for value in values]
        if sort and sort != next(iter(self.found.sorts)):
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
