"""Which numbers of a table are not shown, so that nobody of a small group is recognised. Pure: tables in, keys out.

Hidden are numbers from 1 to 4 and whatever would let a reader work one out: by subtraction, by several subtractions
one after another, or because what is left over is small. A nought is shown, it tells of nobody.
"""

SMALL = 5
PRIME = 2_147_483_647  # elimination in whole numbers of a field: exact, and no fraction grows


def hidden(numbers, lines, limits=None, worth=None):
    """The keys not to show.

    ``numbers`` {key: number}; ``lines`` [(whole, parts)]: the whole is the sum of its parts, and every number that is
    shown stands in ``numbers``. ``limits`` {key: number}: those that need a larger group than five. ``worth`` tells
    of a key how much is lost when it goes beside a small one: the least goes first.
    """
    limits, worth = limits or {}, worth or (lambda key: 0)
    lines = [(whole, tuple(parts)) for whole, parts in lines]
    order = {key: (worth(key), number, repr(key)) for key, number in numbers.items() if number}
    gone = {key for key, number in numbers.items() if 0 < number < limits.get(key, SMALL)}
    small, near, pairs = frozenset(gone), _near(lines), _nested(lines)
    while True:
        solved = _solved(numbers, lines, gone)
        known = {key for row, _sum in solved if len(row) == 1 for key in row} - small
        more = (
            _left_over(numbers, order, lines, gone)
            or _apart(numbers, order, pairs, near, gone, known)
            or _worked_out(solved, order, near, gone, known)
        )
        if not more:
            return frozenset(gone - known)  # who can work it out may as well read it
        gone |= more


def _near(lines):
    """{key: the lines in which it stands}"""
    found = {}
    for line in lines:
        for key in (line[0], *line[1]):
            found.setdefault(key, []).append(line)
    return found


def _nested(lines):
    """(larger, smaller) of every two that stand inside each other, however many lines lie between."""
    parts = {}
    for whole, inside in lines:
        parts.setdefault(whole, set()).update(inside)
    found = set()
    for whole in parts:
        waiting, seen = list(parts[whole]), set()
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                waiting += parts.get(key, ())
        found |= {(whole, key) for key in seen}
    return sorted(found, key=repr)


def _left_over(numbers, order, lines, gone):
    """Beside a whole that is shown, each hidden part could still be five or more: else another one goes too."""
    more = set()
    for whole, parts in lines:
        missing = [key for key in parts if key in gone]
        if whole in gone or not missing:
            continue
        if sum(numbers[key] for key in missing) - (len(missing) - 1) < SMALL:
            more.add(_next(order, [(whole, parts)], gone))
    return more


def _apart(numbers, order, pairs, near, gone, known):
    """Two that are shown or known, one inside the other, never differ by 1 to 4."""
    told, more = set(numbers) - gone | known, set()
    for pair in pairs:
        if told.issuperset(pair) and 0 < numbers[pair[0]] - numbers[pair[1]] < SMALL and numbers[pair[1]]:
            shown = [key for key in pair if key not in gone]
            more |= {min(shown, key=order.get)} if shown else _nearest(pair, order, near, gone)
    return more


def _worked_out(solved, order, near, gone, known):
    """One more beside each small number that the shown ones determine together, or nearly."""
    more, touched = set(), set()
    for row, right in solved:
        signs = {value if value < PRIME // 2 else value - PRIME for value in row.values()}
        if row.keys() & known or len(row) > 1 and (signs != {1} or right - (len(row) - 1) >= SMALL):
            continue
        if not touched.intersection(_lines_of(row, near)):
            more |= (found := _nearest(row, order, near, gone))
            touched.update(_lines_of(found, near))
    return more


def _lines_of(keys, near):
    return {line for key in keys for line in near[key]}


def _nearest(keys, order, near, gone):
    """The next to hide in the lines of these, else in the lines of what stands in those, and so on."""
    reached, lines = set(), _lines_of(keys, near)
    while lines - reached:
        if (found := _next(order, lines, gone)) is not None:
            return {found}
        reached |= lines
        lines = _lines_of({key for whole, inside in lines for key in (whole, *inside)}, near)
    return set()


def _next(order, lines, gone):
    """The least worth showing that is not nought, rather a part than a whole; None when nothing is left to hide."""
    wholes = {whole for whole, _inside in lines} - {key for _whole, inside in lines for key in inside}
    shown = {key for whole, inside in lines for key in (whole, *inside) if key not in gone and key in order}
    return min(shown, key=lambda key: (order[key][0], key in wholes, order[key]), default=None)


def _solved(numbers, lines, gone):
    """What the shown numbers say of the hidden ones, as far as it can be worked out: ``({key: factor}, sum)`` each."""
    solved = {}  # {leading key: (row, right)}
    for whole, parts in lines:
        row, right = _equation(numbers, whole, parts, gone)
        for key in [key for key in row if key in solved]:
            row, right = _less(row, right, row.get(key, 0), *solved[key])
        if not row:
            continue
        lead = min(row, key=repr)
        inverse = pow(row[lead], -1, PRIME)
        row, right = {key: value * inverse % PRIME for key, value in row.items()}, right * inverse % PRIME
        for other, (have, sum_of) in solved.items():
            if lead in have:
                solved[other] = _less(have, sum_of, have[lead], row, right)
        solved[lead] = (row, right)
    return list(solved.values())


def _equation(numbers, whole, parts, gone):
    row, right = {}, 0
    for key, factor in [(whole, -1), *((part, 1) for part in parts)]:
        if key in gone:
            row[key] = (row.get(key, 0) + factor) % PRIME
        else:
            right -= factor * numbers[key]
    return {key: value for key, value in row.items() if value}, right % PRIME


def _less(row, right, factor, other, other_right):
    """The row without ``factor`` times the other."""
    if not factor:
        return row, right
    new = dict(row)
    for key, value in other.items():
        new[key] = (new.get(key, 0) - factor * value) % PRIME
    return {key: value for key, value in new.items() if value}, (right - factor * other_right) % PRIME
