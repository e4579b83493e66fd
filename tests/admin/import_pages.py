"""What tests of the import pages share: addresses, and reading a page as people do."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

LIST, ASK = "/admin/catalogue/importrun/", "/admin/catalogue/importrun/ask/"
CORRECTIONS = "/admin/catalogue/sourcerecord/"
GUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
HOSTILE = "<script>alert(1)</script>"


def page_of(run):
    return f"{LIST}{run.pk}/change/"


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def text(node):
    return node.get_text(" ", strip=True)


def counted(client, path):
    """How many questions a page asks the database."""
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)
