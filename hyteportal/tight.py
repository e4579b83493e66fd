"""Loads the portal's own templates without the indents of their lines: no page sends them, none renders them."""

import re

from django.template.loaders import cached, filesystem


class Own(filesystem.Loader):
    """Line ends stay, and so do the indents of plain words (a text over several lines is one message)."""

    def get_contents(self, origin):
        return re.sub(r"\n[ \t]+(?=[<{])", "\n", super().get_contents(origin))


class Loader(cached.Loader):
    """These, then those of packages as they are; each is read once, in development again when it changes."""

    def __init__(self, engine):
        super().__init__(engine, ["hyteportal.tight.Own", "django.template.loaders.app_directories.Loader"])
