"""The dictionaries of base forms: simplemma's word lists as tries on disk, shared by all processes.

simplemma's own way of loading them costs seconds and hundreds of megabytes a process; as a trie that is mapped into
memory a language is there in milliseconds. They are built once, by ``manage.py prepare`` (about 10 s, 0.7 GB).
"""

from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from marisa_trie import BytesTrie

LANGUAGES = ("fi", "sv")
SIMPLEMMA = version("simplemma")
VERSION = f"simplemma-{SIMPLEMMA}"


def folder():
    """The version stands in the folder's name: a new one is built beside the old one."""
    return Path(settings.HYTE_DICTIONARIES) / VERSION


def missing():
    """The languages whose dictionary has not been built."""
    return [language for language in LANGUAGES if not (folder() / f"{language}.dic").exists()]


def build():
    """Make what is missing; returns the languages made. A build that is broken off leaves nothing behind."""
    from simplemma.strategies.dictionaries import TrieDictionaryFactory  # nothing but building needs it

    made = missing()
    folder().mkdir(parents=True, exist_ok=True)
    for language in made:
        with TemporaryDirectory(dir=folder()) as partial:  # two builds at once do not meet
            TrieDictionaryFactory(disk_cache_dir=partial).get_dictionary(language)
            (Path(partial) / f"{language}.dic").rename(folder() / f"{language}.dic")
    return made


@lru_cache
def _trie(language):
    path = folder() / f"{language}.dic"
    if not path.exists():
        raise ImproperlyConfigured(
            "The dictionaries of the search are missing: run `manage.py prepare --commit`."
        )
    trie = BytesTrie()
    trie.mmap(str(path))
    return trie


def base_form(word, language):
    """The base form of a word (small letters) that the dictionary has, else an empty text."""
    found = _trie(language).get(word)
    return found[0].decode().casefold() if found else ""


def knows(word, language):
    return word in _trie(language)
