"""How wide words are and where their lines break: estimates for a common sans, on the wide side."""

from functools import lru_cache

_NARROW, _WIDE = set("fijlrt.,:;'’|!()-/ "), set("mwMW–—%")
BOLD = 1.16  # DejaVu Sans Bold is that much wider than these; other bold types take less
_LEAST = 4  # letters that may stand alone on a line of a word that is broken


def width(words, size, *, bold=False):
    """In units of the picture, at a font size."""
    ems = sum(
        0.36 if one in _NARROW else 0.92 if one in _WIDE else 0.7 if one.isupper() else 0.58 for one in words
    )
    return ems * size * (BOLD if bold else 1)


@lru_cache(maxsize=4000)
def lines(words, size, most, *, bold=False):
    """The words in lines no wider than ``most``; a soft hyphen says where a long word may break."""
    found, line = [], ""
    for word in words.split():
        tried = f"{line} {word.replace(SOFT, '')}".strip()
        if width(tried, size, bold=bold) <= most:
            line = tried
            continue
        if line:
            found.append(line)
        *whole, line = _broken(word, size, most, bold)
        found += whole
    return tuple([*found, line] if line else found)


SOFT = "\u00ad"


def _broken(word, size, most, bold):
    """A word that is too long for a line, in pieces: at its soft hyphens, else where the line is full."""
    plain = word.replace(SOFT, "")
    if width(plain, size, bold=bold) <= most:
        return [plain]
    for cut in range(len(plain) - _LEAST, _LEAST, -1):
        if width(f"{plain[:cut]}-", size, bold=bold) <= most:
            soft = _last_soft(word, cut) or cut
            return [f"{plain[:soft]}-", *_broken(plain[soft:], size, most, bold)]
    return [plain]


def _last_soft(word, cut):
    at, place = 0, 0
    for piece in word.split(SOFT)[:-1]:
        at += len(piece)
        if _LEAST <= at <= cut:
            place = at
    return place
