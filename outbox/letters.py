"""What a message says: its templates filled in, in the receiver's language."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override

from fields.encrypted import WrongKey

LONGEST_SUBJECT = 120


@dataclass(frozen=True)
class Letter:
    text: str
    subject: str = ""
    html: str = ""


def written(message):
    """The Letter. Raises what templates raise, and fields.encrypted.WrongKey for a row that no key opens."""
    words = json.loads(message.words)
    with override(message.language):
        known = {"language": message.language, **_site(), **words}
        if message.channel == message.Channel.SMS:
            return Letter(text=_line(_plain(f"sms/{message.kind}.txt", known)))
        known["parts"] = [_part(kind, rows) for kind, rows in words.get("digest", [])]
        return Letter(
            subject=_subject(message.kind, known),
            text=_tidy(_plain(f"emails/{message.kind}.txt", known)),
            html=get_template(f"emails/{message.kind}.html").render(known),
        )


def title(message, language):
    """What the message is about, for its list: its subject in the reader's language, or its kind."""
    try:
        with override(language):
            return _subject(message.kind, {**_site(), **json.loads(message.words)})
    except (TemplateDoesNotExist, WrongKey):
        return message.kind


def _site():
    """What every letter knows of its portal: names, origin. The site tells; this app knows no site."""
    return import_string(settings.OUTBOX_WORDS)()


def _part(kind, rows):
    """What a digest says of one kind; ``rows`` are the words of each. What has the same ``about`` is said once."""
    rows = list({row.get("about", number): row for number, row in enumerate(rows)}.values())
    known = {"n": len(rows), "rows": rows, "language": get_language(), **_site()}
    return {
        "text": _plain(f"emails/{kind}.lines.txt", known).strip(),
        "html": get_template(f"emails/{kind}.lines.html").render(known),
    }


def _plain(name, words):
    """Plain text has no markup to escape."""
    return get_template(name).template.render(Context(words, autoescape=False))


def _subject(kind, words):
    return _line(_plain(f"emails/{kind}.subject.txt", words))[:LONGEST_SUBJECT]


def _line(text):
    return " ".join(text.split())


def _tidy(text):
    """Paragraphs with one empty line between them, however the template was broken into lines."""
    rows = [row.strip() for row in text.strip().splitlines()]
    return "\n".join(row for number, row in enumerate(rows) if row or (number and rows[number - 1])) + "\n"
