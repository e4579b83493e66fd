"""JSON files of imports read record by record: bounded in depth, size and memory, refused in one sentence."""

import codecs
import hashlib
import json
import math
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import ijson
from ijson.common import ObjectBuilder

ENVELOPE_KEYS = ("itemList", "items", "results")
PAGE_NUMBERS = ("pageNumber", "pageSize", "pageCount")
MOST_FILES = 100_000
_CHUNK = 64 * 1024
_STARTS, _ENDS = {"start_map", "start_array"}, {"end_map", "end_array"}


class Refused(Exception):
    """A file or an answer that is not used at all; the message is one English sentence for the report."""


@dataclass(frozen=True)
class Limits:
    """What one file may hold: bytes of the file, levels, and of a record its characters and values."""

    file: int = 2_000_000_000
    depth: int = 64
    text: int = 5_000_000
    values: int = 200_000


LIMITS = Limits()


def _chunks(file):
    """The file's bytes without a byte order mark, every one checked to be UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    data = file.read(_CHUNK)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        raise Refused("the text is not UTF-8 but UTF-16 or UTF-32")
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data:
        raise Refused("the file is empty")
    if data.lstrip()[:1] == b"<":
        raise Refused("this is a web page or XML, not JSON")
    while data:
        decoder.decode(data)
        yield data
        data = file.read(_CHUNK)
    decoder.decode(b"", final=True)


@contextmanager
def _events(path, limits):
    """``(event, value, depth)`` of the whole file; depth counts the containers open around the event."""
    path = Path(path)
    try:
        if not path.is_file():
            raise Refused("there is no such file")
        if path.stat().st_size > limits.file:
            raise Refused(f"the file is larger than {limits.file} bytes")
        with path.open("rb") as file:
            yield _counted(_parsed(file, limits), limits)
    except Refused as refused:
        raise Refused(f"{_name(path)}: {refused}") from None
    except UnicodeDecodeError as error:
        raise Refused(f"{_name(path)}: the text is not UTF-8 ({error.reason})") from None
    except (ijson.JSONError, ValueError, OverflowError) as error:
        raise Refused(f"{_name(path)}: this is not whole JSON ({_short(error)})") from None
    except OSError as error:
        raise Refused(f"{_name(path)}: the file cannot be read ({error.strerror})") from None


def _parsed(file, limits):
    """``(event, value)`` of the whole file, a block at a time."""
    events, quiet = ijson.sendable_list(), 0
    parser = ijson.basic_parse_coro(events, use_float=True)
    try:
        for data in _chunks(file):
            parser.send(data)
            yield from events
            # One endless text or number must not gather in the parser. An escape is six bytes for one character.
            quiet = 0 if events else quiet + len(data)
            if quiet > 6 * limits.text:
                raise Refused(f"one text or number is longer than {limits.text} characters")
            events.clear()
        parser.send(b"\n")  # a text left open after the end of it all is seen by nothing else
        parser.close()
        yield from events
    finally:
        with suppress(ijson.JSONError):  # what is left half-way complains of being half-way
            parser.close()


def _counted(events, limits):
    depth = 0
    for event, value in events:
        if event in _ENDS:
            depth -= 1
        yield event, value, depth
        if event in _STARTS:
            depth += 1
            if depth > limits.depth:
                raise Refused(f"the content is nested more than {limits.depth} levels deep")
        elif event == "number" and not _bounded(value):
            raise Refused("a number is too large")


def _bounded(number):
    return -(2**63) <= number < 2**63 if isinstance(number, int) else math.isfinite(number)


def _shape(path, limits):
    """``(key of the records' array or None, page numbers)`` of a file that holds one object, else (None, {})."""
    arrays, numbers, key, has_id = [], {}, None, False
    with _events(path, limits) as events:
        for event, value, depth in events:
            if depth == 0 and event in _STARTS:
                if event == "start_array":
                    return None, {}
            elif depth == 0 and event not in _ENDS:
                raise Refused("the file holds neither an object nor a list")
            elif depth == 1 and event == "map_key":
                key, has_id = value, has_id or value == "id"
            elif depth == 1 and event == "start_array" and key in ENVELOPE_KEYS:
                if key in arrays:
                    raise Refused(f"the list {key} stands there twice")
                arrays.append(key)
            elif depth == 1 and event == "number" and key in PAGE_NUMBERS:
                numbers[key] = value
    if has_id:
        return None, {}
    return next((name for name in ENVELOPE_KEYS if name in arrays), None), numbers


def envelope(path, *, limits=LIMITS):
    """``{"pageNumber": …, "pageSize": …, "pageCount": …}``, those that the file has; {} when it is no page."""
    key, numbers = _shape(path, limits)
    return numbers if key else {}


def records(path, *, limits=LIMITS):
    """Each record of one file, as it is read: of an object itself, of a list or a page its items.

    Items that are no objects are given as they are; each record's caller judges it. Floats are float. A fault
    anywhere raises Refused, possibly after records were given: see ``whole``.
    """
    key, _ = _shape(path, limits)
    with _events(path, limits) as events:
        yield from _records(events, key, limits)


def _records(events, key, limits):
    """``key`` names the array of a page; without one a list gives its items and an object itself."""
    level, within, name, builder, text, values = (2 if key else 0), False, None, None, 0, 0
    for event, value, depth in events:
        if builder is None:
            if key and depth == 1:
                name = value if event == "map_key" else name
                within = event == "start_array" and name == key
            elif not key and depth == 0 and event == "start_array":
                level = 1
            elif depth == level and (within or not key):
                builder, text, values = ObjectBuilder(), 0, 0
        if builder is None:
            continue
        builder.event(event, value)
        values += 1
        text += len(value) if isinstance(value, str) else 0
        if text > limits.text:
            raise Refused(f"one record has more than {limits.text} characters of text")
        if values > limits.values:
            raise Refused(f"one record has more than {limits.values} values")
        if depth == level and event not in _STARTS:
            made, builder = builder.value, None
            yield made


def whole(path, *, limits=LIMITS):
    """The number of records; Refused when any part of the file is bad, so that none of it need be used."""
    return sum(1 for _ in records(path, limits=limits))


def fingerprint(path, *, limits=LIMITS):
    """A text that is the same for the same records, whatever page they stand on; "" when there are none."""
    digest, some = hashlib.sha256(), False
    for record in records(path, limits=limits):
        digest.update(json.dumps(record).encode() + b"\n")
        some = True
    return digest.hexdigest() if some else ""


def files(source):
    """The JSON files of a file or a folder, sorted; hidden ones and links that lead outside are left out."""
    source = Path(source)
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise Refused(f"{_name(source)}: there is no such file or folder")
    root, found = source.resolve(), []
    for folder, inner, names in os.walk(source, followlinks=False):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in names:
            path = Path(folder, name)
            if name.startswith(".") or path.suffix.lower() != ".json" or not path.is_file():
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            found.append(path)
            if len(found) > MOST_FILES:
                raise Refused(f"{_name(source)}: the folder holds more than {MOST_FILES} files")
    if not found:
        raise Refused(f"{_name(source)}: the folder holds no .json file")
    return sorted(found)


def _name(path):
    """The last part alone: where it lies is nobody's business in a report."""
    return ascii(Path(path).name)[1:-1][:100] if not Path(path).name.isprintable() else Path(path).name[:100]


def _short(error):
    """The parser's first line; what follows quotes the file."""
    return str(error).strip().split("\n")[0][:100].rstrip(".") or type(error).__name__
