"""Makes the documents of a service in the active language: JSON with nothing in it that depends on the day."""

from fields.text import packed

from ..cards import card
from ..pages import page


def documents(service):
    """(card, page) of a service read with ``with_page()``; read again by ``Card.read`` and ``pages.of_service``."""
    return packed(card(service)), packed(page(service))
