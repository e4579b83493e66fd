"""What a process keeps in mind of the catalogue is what the database says, however it came there."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue import bits, snapshot
from catalogue.models import Catalogue, Entry, Service
from catalogue.snapshot import Snapshot
from tests.factories import municipalities, municipality, place, service, theme

pytestmark = pytest.mark.django_db


@given(keys=st.sets(st.integers(1, 3000), max_size=200))
def test_a_set_of_keys_comes_back_as_it_was(keys):
    assert bits.keys(bits.of(keys)) == sorted(keys)


@given(keys=st.sets(st.integers(1, 400)), order=st.permutations(range(1, 401)), wanted=st.integers(0, 50))
def test_the_first_of_a_set_are_the_first_in_the_order(keys, order, wanted):
    rank = {key: number for number, key in enumerate(order)}
    right = sorted(keys, key=rank.__getitem__)[:wanted]
    assert bits.first(bits.of(keys), order, rank, wanted) == right


def same(one, other):
    return (one.public, _without_empty(one.values)) == (other.public, _without_empty(other.values))


def _without_empty(values):
    found = {name: {value: own for value, own in sets.items() if own} for name, sets in values.items()}
    return {name: sets for name, sets in found.items() if sets}


@pytest.mark.long
@hypothesis_settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["free", "paid", "theme", "hide", "delete"])),
        max_size=10,
    )
)
def test_following_changes_gives_the_same_picture_as_reading_everything(steps):
    municipalities()
    nature = theme("nature")
    made = {
        number: service(area="municipalities", municipalities=[municipality("075")]) for number in range(5)
    }
    held = Snapshot.whole(Catalogue.objects.state())
    for number, step in steps:
        one = made.get(number)
        if one is None:
            continue
        if step == "delete":
            made.pop(number).delete()
            continue
        if step == "theme":
            one.classes.set([nature.rules.first().service_class])
        else:
            Service.objects.filter(pk=one.pk).update(
                **{"status": "draft"} if step == "hide" else {"price_kind": step}
            )
        one.refresh()
    state = Catalogue.objects.state()
    followed = held.after(state, Entry.objects.after(held.version).followed())
    assert same(followed, Snapshot.whole(state))
    Service.objects.all().delete()


def test_another_process_sees_a_change_at_its_next_question(monkeypatch):
    one = service(price_kind="free")
    here = snapshot.current()
    monkeypatch.setattr(snapshot, "_held", Snapshot())  # the other process changes the catalogue
    Service.objects.filter(pk=one.pk).update(price_kind="paid")
    one.refresh()
    monkeypatch.undo()
    assert here.having("price", ["free"])
    now = snapshot.current()
    assert not now.having("price", ["free"])
    assert now.having("price", ["paid"]) == 1 << one.pk
    assert here.having("price", ["free"])  # whoever still looks at the old picture sees it whole


def test_a_great_change_is_read_as_a_whole(monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_STEPS", 2)
    snapshot.current()
    made = [service() for _ in range(4)]
    assert bits.keys(snapshot.current().public) == [one.pk for one in made]


def test_asking_again_costs_one_query_and_the_same_for_many_services(django_assert_num_queries):
    for number in (1, 20):
        for _ in range(number):
            service()
        snapshot.current().ordered(snapshot.current().public, "name_fi", 0, 20)
        with django_assert_num_queries(1):
            now = snapshot.current()
            assert len(now.ordered(now.public, "name_fi", 0, 20)) == min(now.public.bit_count(), 20)


def test_a_new_municipality_or_theme_can_be_chosen_at_once():
    service()
    assert snapshot.current().labels("fi").options["theme"] == []
    theme("nature")
    municipality("624")
    labels = snapshot.current().labels("sv")
    assert labels.options["theme"] == [("nature", "Nature sv")]
    assert [row.name for row in labels.municipalities] == ["Pyttis"]


def test_names_stand_in_alphabetical_order_of_each_language():
    last = service(name_fi="Öljyvärit", name_sv="Akvarell")
    first = service(name_fi="aamu-uinti", name_sv="Äldrekör")
    only = service(name_fi="Keilailu", name_sv=None)
    now = snapshot.current()
    assert now.ordered(now.public, "name_fi", 0, 9) == [first.pk, only.pk, last.pk]
    assert now.ordered(now.public, "name_sv", 0, 9) == [last.pk, only.pk, first.pk]
    assert now.ordered(now.public, "name_sv", 1, 2) == [only.pk]


def test_services_with_a_theme_and_area_in_common_are_alike():
    nature = theme("nature")
    municipalities()
    here = {"area": "municipalities", "municipalities": [municipality("075")], "themes": [nature]}
    one, near = service(**here), service(**here)
    service(**here | {"municipalities": [municipality("286")]})
    service(**here | {"themes": []})
    everywhere = service(themes=[nature])
    assert snapshot.current().like(one.pk) == [near.pk, everywhere.pk]


def test_a_postcode_has_a_middle_when_enough_places_carry_it():
    exact = {"accuracy": "exact", "point_source": "kartta", "postcode": "48600"}
    for north in (60.50, 60.52):
        place(latitude=north, longitude=26.90, **exact)
    assert snapshot.current().middle("48600") is None
    place(latitude=60.54, longitude=26.90, **exact)
    service()  # the version moves
    assert snapshot.current().middle("48600") == (pytest.approx(60.52), pytest.approx(26.90))
