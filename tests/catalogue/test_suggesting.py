"""What the search box offers while somebody types."""

import pytest

from catalogue.search import suggesting
from tests.factories import municipalities, service, theme

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
]  # index, state and documents are tested on both engines


def offered(client, typed, address="/fi/palvelut/ehdotukset/"):
    answer = client.get(address, {"q": typed})
    assert answer.status_code == 200
    return answer.json()["suggestions"]


def test_words_themes_places_and_services_are_offered_in_that_order(client):
    municipalities()
    theme("kotityo", name_fi="Kotityöt")
    one = service(name_fi="Kotiapu", summary_fi="Apua kotona.")
    rows = offered(client, "kot")
    assert list(dict.fromkeys(row["group"] for row in rows)) == ["Hakusanat", "Aiheet", "Paikat", "Palvelut"]
    assert {
        "group": "Palvelut",
        "text": "Kotiapu",
        "lang": "",
        "url": one.get_absolute_url("fi"),
        "fill": False,
    } in rows
    assert any(row["text"] == "kotiapu" and row["fill"] for row in rows)


def test_a_word_is_offered_in_its_base_form_once(client):
    service(name_fi="Tuolijumppaa", summary_fi="Tuolijumppaan mukaan, tuolijumpassa.")
    words = [row["text"] for row in offered(client, "tuoliju") if row["fill"]]
    assert words == ["tuolijumppa"]


def test_the_last_of_several_words_is_completed(client):
    service(name_fi="Vesijumppa", summary_fi="Jumppaa aamulla.")
    assert offered(client, "aamulla vesij")[0]["text"] == "aamulla vesijumppa"


def test_the_text_of_the_other_language_says_so(client):
    service(name_fi="Tuolijumppa", name_sv=None, summary_sv="Stolgymnastik för alla.")
    rows = [row for row in offered(client, "stolgym", "/sv/tjanster/forslag/") if not row["fill"]]
    assert [(row["text"], row["lang"]) for row in rows] == [("Tuolijumppa", "fi")]


@pytest.mark.parametrize("typed", ["", "a", " ", "\x00\x00", "a" * 5000, '"', "-", "%", "<script>", "\u202e"])
def test_what_is_no_beginning_of_a_search_offers_nothing(client, typed):
    service()
    assert offered(client, typed) == []


def test_a_source_of_another_app_is_asked_too(client, monkeypatch):
    monkeypatch.setattr(suggesting, "_sources", list(suggesting._sources))

    @suggesting.register
    def paths(typed, language, snapshot):
        yield suggesting.Suggestion("Polut", f"{typed} {language}", "/fi/polut/uni/")

    assert offered(client, "uni")[-1] == {
        "group": "Polut", "text": "uni fi", "lang": "", "url": "/fi/polut/uni/", "fill": False,
    }  # fmt: skip


def test_suggestions_take_at_most_three_queries_for_one_and_many_services(
    client, django_assert_max_num_queries
):
    for number in (1, 30):
        for _ in range(number):
            service(name_fi=f"Tanssi {number} {_}", summary_fi="Lavatanssia.")
        offered(client, "tans")
        with django_assert_max_num_queries(3):
            offered(client, "tanss")


def test_the_number_of_suggestions_is_said_in_words(client):
    service(name_fi="Tuolijumppa")
    assert (
        client.get("/sv/tjanster/forslag/?q=tuoliju")
        .json()["status"]
        .endswith("förslag. Använd piltangenterna.")
    )
