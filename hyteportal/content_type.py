"""What a request says of its body, before Django reads it: the kind and the boundary, and nothing else."""

import re

_KIND = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)", re.ASCII)
_BOUNDARY = re.compile(r";\s*boundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))\s*(?:;|$)", re.I)


def plain(application):
    """Pages and forms of ours are UTF-8. Another charset is not believed: some that Python knows are none of text, and
    Django fails on them (or reads half a character) before any page, limit or log of ours.
    """

    def called(environ, start_response):
        if said := environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = _plain(said)
        return application(environ, start_response)

    return called


def _plain(said):
    kind, boundary = _KIND.match(said), _BOUNDARY.search(said)
    found = kind[1] if kind else ""
    return f'{found}; boundary="{boundary[1] or boundary[2]}"' if boundary else found
