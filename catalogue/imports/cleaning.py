"""Imported text and values made fit to store and to show: plain text, valid jsonb, web addresses."""

import html
import math
import re
import unicodedata
from urllib.parse import urlsplit

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

# A text longer than this is cut before anything else: no field holds a tenth of it.
LONGEST = 100_000
BULLET = "– "
ROUNDS = 5

# Controls but tab and line ends, lone surrogates, soft hyphen, zero width space, bidi marks, embeddings,
# overrides and isolates, byte order mark, interlinear and tag characters: nobody sees them, they only mislead.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")

# ``<`` begins markup only when a whole tag or comment follows; every repetition is bounded and gives nothing
# back, so that no text makes this slow. One letter and bare words, "a<b and c>d", is a comparison.
_MARKUP = re.compile(
    r"""<(?:
        !--(?>[^-<]+|-(?!->)|<(?!!--))*+-->
        | (?![a-zA-Z]\s+\w[^=<>]*>)
          /?(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,30})(?![a-zA-Z0-9:@-])
          (?>"[^"]{0,3000}"|'[^']{0,3000}'|[^<>"']{1,500}|["']){0,100}+>
        | [!?][^<>]{0,1000}>
    )""",
    re.VERBOSE,
)
_BARE = re.compile(r"<(?=[a-zA-Z/!?])")
_IN_ANGLES = re.compile(
    r"""<(?:mailto:)?([^\s<>"'=/:]{1,100}@[^\s<>"'=]{1,100}|https?://[^\s<>"']{1,500})>"""
)
# With the white space around it, which a browser does not show; the runs are short when this is asked.
_ITEM = re.compile(r"\s*<li(?:\s[^<>]{0,500})?>\s*(?:<(?:p|div)(?:\s[^<>]{0,500})?>)?", re.IGNORECASE)
_LINE = {"br", "hr", "div", "section", "article", "ul", "ol", "dl", "dt", "dd", "table", "tr", "blockquote"}
_PARAGRAPH = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_NOT_TEXT = {"script", "style", "template", "iframe", "object", "svg", "math"}
# Only with its semicolon: "?a=1&copy=2" in an address is no sign of copyright.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# An ampersand escaped many times over is undone in one go, else a long text would take a round for each.
_AMPERSANDS = re.compile(r"&(?:amp;|AMP;|#0{0,5}38;|#[xX]0{0,4}26;)++")

_web = URLValidator(schemes=["http", "https"])
_NOT_IN_ADDRESS = re.compile(r"""[\s<>"`\\^{|}]""")


def clean(text, *, one_line=False):
    """Plain text of whatever a register wrote: no markup, no entities, nothing invisible, NFC.

    None and what is neither text nor number give "". Paragraphs are parted by one empty line, items of a list
    begin with ``BULLET``; ``one_line`` joins all lines. Never raises; cleaning twice changes nothing.
    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = repr(text) if isinstance(text, float) or abs(text) < 10**100 else ""
    if not isinstance(text, str):
        return ""
    text = text[:LONGEST]
    for _ in range(ROUNDS):
        before, text = text, _once(text)[:LONGEST]
        if text == before:
            break
    else:  # escaped over and over: nobody honest writes so
        text = _once(_once(re.sub("[<>&]", "", text)))
    return " ".join(text.split()) if one_line else text


def _once(text):
    text = _tidy(unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", _UNSEEN.sub("", text))))
    if "<" in text:
        text = _without_markup(text)
    if "&" in text:
        text = _ENTITY.sub(_decoded, _AMPERSANDS.sub("&", text))
    return _tidy(text)


def _tidy(text):
    lines = "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _decoded(entity):
    name = entity.group()[1:]
    return html.unescape(entity.group()) if name[0] == "#" or name in html.entities.html5 else entity.group()


def _without_markup(text):
    """Tags and comments gone, with the content of scripts; a bare ``<`` stays, never before a letter."""
    text = _ITEM.sub(f"\n{BULLET}", _IN_ANGLES.sub(r"\1", text))
    parts, end = [], 0
    for found in _MARKUP.finditer(text):
        parts += [_BARE.sub("< ", text[end : found.start()]), found.group(), _break(found)]
        end = found.end()
    parts.append(_BARE.sub("< ", text[end:]))
    # entities are left to the caller: nh3 would read half of them as the web does
    marked = "".join(parts).replace("&", "&amp;")
    text = html.unescape(nh3.clean(marked, tags=set(), clean_content_tags=_NOT_TEXT))
    return _BARE.sub("< ", text) if len(parts) == 1 else text


def _break(tag):
    """What stands in a tag's place: the line break that a browser would show."""
    name, closing = (tag["name"] or "").lower(), tag.group().startswith("</")
    if name in _PARAGRAPH:
        return "\n\n" if closing else "\n"
    if name in ("td", "th"):
        return " "
    return "\n" if name in _LINE else ""


def shortened(text, limit):
    """``(text, was_cut)``: at most ``limit`` characters, cut after a whole word, with "…"."""
    if len(text) <= limit:
        return text, False
    if limit < 1:
        return "", True
    head = text[: limit - 1]
    if text[limit - 1].isalnum():
        words = re.match(r"(.*)\s", head, re.DOTALL)
        # one word that fills half of it is cut rather than lost
        head = words[1] if words and len(words[1]) * 2 >= len(head) else head
    return head.rstrip(" \n\t,;:–-(") + "…", True


def storable(value):
    """A JSON value that jsonb and UTF-8 can hold; shape and order stay, no recursion.

    NUL and lone surrogates in texts and keys become U+FFFD; NaN, infinities and numbers past 600 digits None.
    """
    root = [value]
    waiting = [root]
    while waiting:
        container = waiting.pop()
        for key in range(len(container)) if isinstance(container, list) else list(container):
            member = container[key]
            if isinstance(member, dict):
                member = {_storable_text(name): inner for name, inner in member.items()}
                waiting.append(member)
            elif isinstance(member, list | tuple):
                member = list(member)
                waiting.append(member)
            else:
                member = _storable_scalar(member)
            container[key] = member
    return root[0]


def _storable_scalar(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if value.bit_length() < 2000 else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _storable_text(value)


def _storable_text(value):
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", str(value))


def web_address(text):
    """The http(s) address, "https://" added to "www.…"; "" when it is none or must not be a link. No fetching."""
    if not isinstance(text, str):
        return ""
    text = text.strip()
    if text[:4].lower() == "www.":
        text = f"https://{text}"
    if len(text) > 500 or _UNSEEN.search(text) or _NOT_IN_ADDRESS.search(text):
        return ""
    try:
        parts = urlsplit(text)
        scheme, rest = parts.scheme.lower(), text[len(parts.scheme) :]
        if scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.port == 0:
            return ""
        _web(scheme + rest)
    except (ValueError, ValidationError):
        return ""
    return scheme + rest
