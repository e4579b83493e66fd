"""Sets of services as whole numbers: bit n is set when the service with the key n is in the set."""

_SORTED_SOONER = 2  # a key that is sorted costs about twice as much as one that is looked at


def of(keys):
    """The set of these keys."""
    keys = list(keys)
    row = bytearray((max(keys, default=0) >> 3) + 1)
    for key in keys:
        row[key >> 3] |= 1 << (key & 7)
    return int.from_bytes(row, "little")


def keys(bits):
    """The keys of a set in rising order."""
    row = f"{bits:b}"[::-1]
    found, at = [], row.find("1")
    while at >= 0:
        found.append(at)
        at = row.find("1", at + 1)
    return found


def first(bits, order, rank, wanted):
    """The first ``wanted`` members of a set in an order: ``order`` lists keys, ``rank[key]`` is its inverse.

    A large set has its first members near the beginning of the order; a small one is sorted sooner than looked for.
    """
    size = bits.bit_count()
    if size * size * _SORTED_SOONER < wanted * len(order):
        return sorted(keys(bits), key=rank.__getitem__)[:wanted]
    return kept(order, bits, wanted) if wanted else []


def kept(keys, bits, wanted=0):
    """Those of the keys that are in the set, in their order; only the first ``wanted`` when it is not 0."""
    row, found = bits.to_bytes((bits.bit_length() >> 3) + 1, "little"), []
    end = len(row) * 8
    for key in keys:
        if key < end and row[key >> 3] >> (key & 7) & 1:
            found.append(key)
            if len(found) == wanted:
                break
    return found
