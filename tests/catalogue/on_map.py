"""What the tests of the map share: addresses, places with points, and what a picture says."""

from bs4 import BeautifulSoup

from tests import factories as make

LIST = {"fi": "/fi/palvelut/", "sv": "/sv/tjanster/"}
MAP = {"fi": "/fi/palvelut/kartta/", "sv": "/sv/tjanster/karta/"}
DATA = {"fi": "/fi/palvelut/kartta/paikat.json", "sv": "/sv/tjanster/karta/platser.json"}
KOUVOLA, HAMINA, KOTKA = (60.87, 26.70), (60.57, 27.19), (60.47, 26.95)


def place(point=None, accuracy="exact", **over):
    """A place with a point of that accuracy; without a point when there is none."""
    if point:
        over |= {"latitude": point[0], "longitude": point[1], "accuracy": accuracy, "point_source": "x"}
    return make.place(**over)


def at(*places, **over):
    return make.service(places=list(places), **over)


def soup(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content.decode(), "html5lib")


def texts(nodes):
    return [" ".join(node.get_text(" ", strip=True).split()) for node in nodes]


def pin_words(page):
    return texts(page.select(".locator .m-pin-n"))


def names(page):
    """{the name of a municipality in the picture: what stands under it}."""
    found = {}
    for node in page.select(".locator .m-name"):
        words = node.find(string=True, recursive=False)
        found[words.strip()] = node.tspan.get_text() if node.tspan else ""
    return found
