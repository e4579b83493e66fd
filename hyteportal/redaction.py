"""What a log may say: nothing by which a person is known, and nothing that opens a door. Needs no Django.

The formatter redacts, since a filter sees messages but not tracebacks. A name cannot be told from other words: our own
messages and exceptions name rows by their number, never people.
"""

import logging
import re
import sys
import traceback

LONGEST = 40_000  # characters of one message with its traceback; every pattern below takes linear time
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_SECRETS = "passw|salasana|lösenord|secret|token|csrf|session|api_?key|_key|otp|code"
_SIGNS = "[-+ABCDEFUVWXY\u2010-\u2013\u2212]"  # between the date and the serial of an identity code


def _run(found):
    """A long run of letters and digits: names of code and numbers of requests and rows stay, the rest opens doors."""
    run = found.group()
    if _UUID.fullmatch(run) or all(
        not part or part.isalpha() or part.isdigit() for part in re.split("[-_]", run)
    ):
        return run
    return "[token]"


# In this order: what holds others comes before them.
_RULES = [
    (re.compile(pattern, re.I), becomes)
    for pattern, becomes in [
        # PostgreSQL tells the columns of a row that it refused
        (r"(\bFailing row contains )\(.*", r"\1[row]"),
        (r"(\bDETAIL: ).*", r"\1[row]"),
        (r"(\bKey \([^)]{0,200}\)=)\(.{0,300}?\)(?=[ ,.]|$)", r"\1[row]"),
        (r"\?[\w.%\[\]-]{1,60}=[^\s\"'<>]*", "?[query]"),
        (r"(\b(?:authorization|(?:set-)?cookie)\b['\"]?\s?[:=]\s?)[^\n]+", r"\1[secret]"),
        (
            rf"((?<!\w)\w{{0,40}}(?:{_SECRETS})\w{{0,40}}['\"]?\s?[:=]\s?)(?:'[^'\n]*'|\"[^\"\n]*\")",
            r"\1[secret]",
        ),
        (r"(\b[a-z]{2,20}://[^\s:/@]{0,100}:)[^\s@/]{1,200}@", r"\1[secret]@"),
        (r"(?<![\w.+~-])[\w.+~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", "[e-mail]"),
        (rf"(?<![0-9a-z])\d{{6}}(?:{_SIGNS}|%2B)\d{{3}}[0-9A-Y](?![0-9a-z])", "[identity code]"),
        (r"\bf1:[\w=-]+", "[token]"),
        (r"(?<![\w-])[\w-]{24,}", _run),
        # with the code of a country, and as dialled at home; never a part of a moment, a number or an address
        (r"(?<![\w.,:/-])(?:\+|00|%2B)[1-9](?:[ \xa0().-]{0,2}\d){6,14}(?![\w-])", "[phone]"),
        (r"(?<![\w.,:/+-])0[1-9](?:[ \xa0()-]{0,2}\d){5,10}(?![\w:-])", "[phone]"),
    ]
]
_CONTROL = {number: f"\\x{number:02x}" for number in [*range(32), *range(127, 160)]}
_CONTROL |= {10: "\\n", 13: "\\r", 9: "\\t", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def redact(text):
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(maxsplit=1)[0][:LONGEST] + " [cut]"
    for pattern, becomes in _RULES:
        text = pattern.sub(becomes, text)
    return text


class Line(logging.Formatter):
    """One line a message, whatever was in it; then the traceback. Nothing of a person in either."""

    def __init__(self, fmt=None, datefmt=None, style="%", **kwargs):
        super().__init__(fmt or "%(asctime)s %(levelname)s %(name)s %(message)s", datefmt, style, **kwargs)

    def formatMessage(self, record):  # noqa: N802 (the name is logging's)
        return super().formatMessage(record).translate(_CONTROL)

    def format(self, record):
        return redact(super().format(record))


def say_uncaught(kind, error, trace):
    """``sys.excepthook``: what ends a command stands in the journal too."""
    sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))
