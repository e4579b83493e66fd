"""How tests of the pages go through a self-assessment: they press what stands on the page."""

from django.utils.translation import override

from pathways.assessments.instruments import instruments
from tests import pages

SAME_ORIGIN = {"headers": {"sec-fetch-site": "same-origin"}}
PASSED_OVER = "-"


class Visitor:
    """Somebody with a browser: ``page`` is what they see, ``answer`` the last response."""

    def __init__(self, client, key, language="fi"):
        self.client, self.test = client, instruments()[key]
        with override(language):
            self.address = self.test.get_absolute_url(language)
        self.answer = self.page = None

    def post(self, data, **options):
        self.answer = self.client.post(self.address, data, **SAME_ORIGIN | options)
        self.page = pages.soup(self.answer.content)
        return self

    def begin(self):
        return self.post({})

    @property
    def hidden(self):
        """What the page's form carries along."""
        form = self.page.select_one("form.q") or self.page.find("form", id="again")
        return {node["name"]: node["value"] for node in form.find_all("input", type="hidden")}

    def give(self, do="next", **fields):
        return self.post(self.hidden | {"do": do} | fields)

    def go(self, *answers):
        """Answer one question after another; a dictionary holds numbers."""
        for one in answers:
            self.give(**(one if isinstance(one, dict) else {"answer": one}))
        return self

    def press(self, do, **fields):
        return self.post(self.hidden | {"do": do} | fields)

    @property
    def heading(self):
        return self.page.h1.get_text(strip=True)

    @property
    def text(self):
        return " ".join(self.page.main.get_text(" ").split())

    @property
    def checked(self):
        return [node["value"] for node in self.page.select("input[name=answer][checked]")]


WHOLE = {
    "movement": ["65_plus", {"minutes": "90"}, {"minutes": "0"}, "1", "0", "8"],
    "findrisc": ["65", {"height": "170", "weight": "82,5"}, "1", "no", "seldom", "yes", "no", "far"],
    "audit-c": ["3", "1", "2"],
    "who-5": ["0", "1", "2", "1", "2"],
    "hsi": ["3", "2"],
    "loneliness": ["3"],
    "sleep": ["0", "3"],
}
