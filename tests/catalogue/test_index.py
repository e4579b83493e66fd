"""The index says what the services say, in the same transaction, and never counts wrong."""

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue import rebuilding
from catalogue.models import Catalogue, Entry, Listing, Posting, Service, Term, Word
from catalogue.search.analyser import VERSION
from tests.factories import full_service, service

pytestmark = pytest.mark.django_db


def terms(one, language="fi"):
    """{(kind, key): weight} of a service."""
    rows = Posting.objects.filter(service=one, term__language=language)
    return {row[:2]: row[2] for row in rows.values_list("term__kind", "term__text", "weight")}


def miscounted():
    """Terms whose number of services is not that of their postings."""
    rows = Term.objects.annotate(real=Count("postings")).values_list("text", "services", "real")
    return [row for row in rows if row[1] != row[2]]


def test_a_service_is_indexed_in_both_languages_with_its_parts():
    one = service(name_fi="Tuolijumppa", name_sv="Stolgymnastik")
    assert {(0, "tuolijumppa"), (1, "tuoli"), (1, "jumppa")} <= terms(one).keys()
    assert {(0, "stolgymnastik"), (1, "gymnastik")} <= terms(one, "sv").keys()
    assert Word.objects.filter(language="fi", shown="tuolijumppa", text="tuolijumppa").exists()


def test_a_word_weighs_most_in_the_name_and_whole():
    one = service(name_fi="Tanssi", summary_fi="Kuoro ja lavatanssi.", description_fi="Huilu.")
    weights = terms(one)
    assert weights[0, "tanssi"] > weights[0, "kuoro"] > weights[0, "huilu"]
    assert weights[0, "lavatanssi"] > weights[1, "lava"]


def test_keywords_and_the_provider_find_a_service():
    one = full_service()
    one.provider.name_fi = "Salpausyhdistys"
    one.provider.save()
    assert (0, "salpausyhdistys") in terms(one)
    assert {(0, "sana")} <= terms(one).keys()  # its keywords are "sana 1", "sana 2" …


def test_a_changed_text_changes_the_index_and_the_counts_follow():
    one, other = service(name_fi="Tanssi"), service(name_fi="Tanssi ja kuoro")
    one.name_fi = "Kuoro"
    one.save()
    one.refresh()
    assert (0, "tanssi") not in terms(one)
    assert Term.objects.get(language="fi", kind=0, text="tanssi").services == 1
    assert Term.objects.get(language="fi", kind=0, text="kuoro").services == 2
    other.delete()
    assert Term.objects.get(language="fi", kind=0, text="tanssi").services == 0
    assert miscounted() == []


@pytest.mark.seldom
@hypothesis_settings(max_examples=8, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["uni tanssi", "kuoro", "jumppa uni", "-"])), max_size=12
    )
)
def test_whatever_is_done_to_services_the_counts_are_right(steps):
    with transaction.atomic():
        made = {number: service(name_fi=f"Alku {number}") for number in range(4)}
        for number, words in steps:
            if words == "-" and number in made:
                made.pop(number).delete()
            elif number in made:
                Service.objects.filter(pk=made[number].pk).update(summary_fi=words)
                made[number].refresh()
        assert miscounted() == []
        assert set(Entry.objects.public().values_list("pk", flat=True)) == {one.pk for one in made.values()}
        transaction.set_rollback(True)


def test_what_is_not_published_leaves_the_index():
    one = service(name_fi="Tanssi")
    one.archive(by=None)
    assert terms(one) == {}
    assert not Entry.objects.get(pk=one.pk).public
    assert Listing.objects.filter(service=one).count() == 2  # its page says 410, with its name
    Service.objects.filter(pk=one.pk).update(status="draft")
    one.refresh()
    assert not Listing.objects.filter(service=one).exists()


def test_nothing_of_a_change_that_is_rolled_back_stays():
    one = service(name_fi="Tanssi")
    before = Catalogue.objects.state(), terms(one)
    with transaction.atomic():
        one.name_fi = "Kuoro"
        one.save()
        one.refresh()
        transaction.set_rollback(True)
    assert (Catalogue.objects.state(), terms(one)) == before


def test_a_row_read_twice_is_written_once():
    one = service(name_fi="Tanssi")
    before = list(Posting.objects.order_by("pk").values_list())
    one.refresh()
    assert list(Posting.objects.order_by("pk").values_list()) == before


# ------------------------------------------------------------ built anew
def test_a_rebuild_swaps_to_a_new_generation_that_says_the_same():
    one = service(name_fi="Tanssi")
    before, (_version, generation, *_rest) = terms(one), Catalogue.objects.state()
    assert rebuilding.needed()
    assert rebuilding.rebuild() == 1
    assert terms(one) == before
    assert Catalogue.objects.state()[1:] == (generation + 1, VERSION, rebuilding.wording())
    assert set(Term.objects.values_list("generation", flat=True)) == {generation + 1}
    assert not rebuilding.needed()
    assert miscounted() == []


def test_what_changes_during_a_rebuild_is_in_it(monkeypatch):
    one, gone = service(name_fi="Tanssi"), service(name_fi="Katoava")
    write = rebuilding._write

    def write_then_meddle(keys, generation, written):
        write(keys, generation, written)
        if Service.objects.filter(pk=gone.pk).exists():
            Service.objects.filter(pk=one.pk).update(name_fi="Kuoro")
            one.refresh()
            gone.delete()
            service(name_fi="Uusi")

    monkeypatch.setattr(rebuilding, "_write", write_then_meddle)
    rebuilding.rebuild()
    assert (0, "kuoro") in terms(one)
    assert Posting.objects.filter(term__text="uusi").exists()
    assert miscounted() == []


def test_a_rebuild_that_was_broken_off_leaves_the_old_index_at_work(monkeypatch):
    one = service(name_fi="Tanssi")
    before = Catalogue.objects.state()[1:]
    monkeypatch.setattr(rebuilding, "wording", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rebuilding.rebuild()
    assert Catalogue.objects.state()[1:] == before
    monkeypatch.undo()
    rebuilding.rebuild()
    assert len(set(Term.objects.values_list("generation", flat=True))) == 1
    assert (0, "tanssi") in terms(one)


def test_of_two_rebuilds_the_later_wins(monkeypatch):
    service(name_fi="Tanssi")
    write, inner = rebuilding._write, []

    def write_and_begin_another(keys, generation, written):
        write(keys, generation, written)
        if not inner:
            inner.append(1)
            rebuilding.rebuild()

    monkeypatch.setattr(rebuilding, "_write", write_and_begin_another)
    with pytest.raises(rebuilding.Overtaken):
        rebuilding.rebuild()
    assert Posting.objects.filter(term__text="tanssi").exists()
    assert miscounted() == []
