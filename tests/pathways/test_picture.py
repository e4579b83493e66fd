"""The picture of a pathway: everything is in it, nothing lies on anything else, and it is the same for everybody."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.translation import override

from catalogue import snapshot
from pathways import reading
from pathways.models import Stage
from pathways.picture import drawing, wrapping
from pathways.picture.grid import COLUMNS
from pathways.picture.river import river

from . import making

CONTENT = sorted((Path(settings.BASE_DIR) / "pathways/data/pathways").glob("*.json"))


def of_file(path, language):
    content = json.loads(path.read_text())
    lanes = {lane["key"]: number for number, lane in enumerate(content["lanes"])}
    return drawing.Figure(
        lanes=tuple(((lane[language], ""), drawing.ACTORS[lane["actor"]]) for lane in content["lanes"]),
        stages=tuple(
            (stage["key"], (stage[language]["title"], ""), lanes[stage["lane"]])
            for stage in content["stages"]
        ),
        ways=tuple((way["from"], way["to"], (way.get(language, ""), "")) for way in content["transitions"]),
    )


def made(lanes, stages, ways):
    """A figure of keys: ``stages`` are (key, number of the lane), ``ways`` (from, to)."""
    return drawing.Figure(
        lanes=tuple(((f"Rivi {number}", ""), "l-res") for number in range(lanes)),
        stages=tuple((key, (f"Vaihe {key}", ""), lane) for key, lane in stages),
        ways=tuple((origin, to, (f"jos {origin} {to}", "")) for origin, to in ways),
    )


CHAIN = [(f"s{number}", number % 4) for number in range(16)]
ODD = {
    "one stage": made(1, [("a", 0)], []),
    "a long chain over four lanes": made(4, CHAIN, [(f"s{n}", f"s{n + 1}") for n in range(15)]),
    "a long chain in one lane": made(1, [(f"s{n}", 0) for n in range(14)], [(f"s{n}", f"s{n + 1}") for n in range(13)]),
    "many at once": made(
        3, [("a", 0), *((f"b{n}", 1) for n in range(5)), ("z", 2)],
        [*(("a", f"b{n}") for n in range(5)), *((f"b{n}", "z") for n in range(5))],
    ),
    "a way back": made(2, [("a", 0), ("b", 1), ("c", 0)], [("a", "b"), ("b", "c"), ("c", "a"), ("b", "a")]),
    "all to all": made(
        3, [(f"s{n}", n % 3) for n in range(6)],
        [(f"s{n}", f"s{m}") for n in range(6) for m in range(6) if n != m],
    ),
    "nobody leads anywhere": made(2, [("a", 0), ("b", 1), ("c", 1)], []),
}  # fmt: skip
FIGURES = {f"{path.stem} {code}": of_file(path, code) for path in CONTENT for code in ("fi", "sv")} | ODD


@pytest.fixture(params=FIGURES)
def figure(request):
    return FIGURES[request.param]


@pytest.fixture
def plan(figure):
    return drawing.plan(figure)


def meet(one, two):
    return (
        one[0] < two[0] + two[2]
        and two[0] < one[0] + one[2]
        and one[1] < two[1] + two[3]
        and two[1] < one[1] + one[3]
    )


def rectangle(box):
    return box.x, box.y, box.wide, box.high


def pieces(points):
    for (x, y), (to_x, to_y) in zip(points, points[1:], strict=False):
        yield min(x, to_x) - 0.5, min(y, to_y) - 0.5, abs(x - to_x) + 1, abs(y - to_y) + 1


# ------------------------------------------------------------ what is in it
def test_every_stage_and_every_way_is_in_it_once(figure, plan):
    assert set(plan.grid.boxes) == {key for key, _title, _lane in figure.stages}
    assert set(plan.routes) == {(origin, to) for origin, to, _said in figure.ways}
    assert set(plan.labels) == {(origin, to) for origin, to, said in figure.ways if said[0]}


def test_a_way_runs_from_its_box_to_the_other_in_straight_pieces(plan):
    for (origin, to), points in plan.routes.items():
        for key, (x, y) in ((origin, points[0]), (to, points[-1])):
            left, top, wide, high = rectangle(plan.grid.boxes[key])
            on_the_side = x in (left, left + wide) and top <= y <= top + high
            on_top = y in (top, top + high) and left <= x <= left + wide
            assert on_the_side or on_top
        assert all(wide <= 1 or high <= 1 for _x, _y, wide, high in pieces(points))


def test_every_word_of_a_condition_is_written(figure, plan):
    for origin, to, (said, _lang) in figure.ways:
        if said:
            assert "".join(plan.labels[origin, to].lines).replace(" ", "") == said.replace(" ", "")


# ------------------------------------------------------------ nothing lies on anything else
def test_boxes_do_not_overlap_and_stay_in_their_lanes(figure, plan):
    boxes = list(plan.grid.boxes.values())
    for number, box in enumerate(boxes):
        assert not any(meet(rectangle(box), rectangle(other)) for other in boxes[number + 1 :])
        top, high = plan.grid.bands[box.lane]
        assert top < box.y < box.y + box.high < top + high
        assert 0 < box.x < box.x + box.wide < plan.grid.wide


def test_no_way_passes_through_a_box(plan):
    for (origin, to), points in plan.routes.items():
        for box in plan.grid.boxes.values():
            inside = box.x + 1, box.y + 1, box.wide - 2, box.high - 2
            through = [piece for piece in pieces(points) if meet(piece, inside)]
            assert not through, f"{origin} → {to} runs through {box.key}"


def test_ways_stay_in_the_picture(plan):
    for points in plan.routes.values():
        assert all(0 < x < plan.grid.wide and 0 < y < plan.grid.high for x, y in points)


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in ODD])
def test_conditions_of_the_content_lie_on_no_box_no_name_and_no_other_condition(name):
    plan = drawing.plan(FIGURES[name])
    labels = [(label.x, label.y, label.wide, label.high) for label in plan.labels.values()]
    solid = [rectangle(box) for box in plan.grid.boxes.values()] + list(plan.titles)
    for number, label in enumerate(labels):
        assert not any(meet(label, one) for one in solid)
        assert not any(meet(label, other) for other in labels[number + 1 :])
        assert label[0] > 0
        assert label[0] + label[2] < plan.grid.wide


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in ODD])
def test_two_ways_of_the_content_do_not_run_on_one_another(name):
    plan = drawing.plan(FIGURES[name])
    ways = list(plan.routes.items())
    for number, (one, points) in enumerate(ways):
        for other, theirs in ways[number + 1 :]:
            if one[1] == other[1]:
                continue  # two that arrive at the same box may come in on one line
            for piece in pieces(points):
                for their in pieces(theirs):
                    wide = min(piece[0] + piece[2], their[0] + their[2]) - max(piece[0], their[0])
                    high = min(piece[1] + piece[3], their[1] + their[3]) - max(piece[1], their[1])
                    assert min(wide, high) <= 0 or max(wide, high) <= 2, f"{one} on {other}"


def test_the_content_fits_a_screen(plan, figure):
    if figure in ODD.values():
        return
    assert plan.grid.columns <= COLUMNS + 1
    assert plan.grid.wide <= 1400


def test_titles_fit_their_boxes(figure, plan):
    for key, (title, _lang), _lane in figure.stages:
        _css, rows = drawing._title(title, plan.grid.boxes[key].wide - 14)
        assert len(rows) <= 4
        assert max(wrapping.width(row, 12, bold=True) for row in rows) <= plan.grid.boxes[key].wide


def test_a_figure_is_laid_out_the_same_again(figure):
    first = drawing.plan(figure)
    drawing.plan.cache_clear()
    again = drawing.plan(figure)
    assert (first.routes, first.labels) == (again.routes, again.labels)


# ------------------------------------------------------------ as a page has it
def test_the_picture_has_a_title_and_a_description_in_the_language_of_the_page(db, language):
    making.full()
    now = snapshot.current()
    with override(language):
        [pathway] = reading.pathways(now, language).values()
        page = BeautifulSoup(drawing.of(pathway, now, language), "html.parser")
    svg = page.svg
    title, words = (svg.find(id=name) for name in svg["aria-labelledby"].split())
    assert title.get_text() == {"fi": f"Kuva: {pathway.name}", "sv": f"Bild: {pathway.name}"}[language]
    assert words.get_text().startswith({"fi": "4 vaihetta.", "sv": "4 steg."}[language])
    links = [(node["href"], node["aria-label"]) for node in svg.select("a")]
    assert links == [(f"#{stage.key}", f"{stage.number}. {stage.title}") for stage in pathway.stages]
    assert not re.search(r"style=|<script|onload", str(svg))


def test_the_visitors_stage_is_marked_in_the_picture_and_in_its_name(db):
    making.full()
    now = snapshot.current()
    [pathway] = reading.pathways(now, "fi").values()
    page = BeautifulSoup(drawing.of(pathway, now, "fi", "talk"), "html.parser")
    [marked] = page.select(".sl-now")
    assert marked["href"] == "#talk"
    assert marked["aria-label"] == "2. Vaihe talk. Olet tässä vaiheessa"


def test_a_title_in_the_other_language_carries_its_language(db):
    pathway = making.full()
    Stage.objects.filter(pathway=pathway, key="talk").update(title_sv="")
    now = snapshot.current()
    [read] = reading.pathways(now, "sv").values()
    page = BeautifulSoup(drawing.of(read, now, "sv"), "html.parser")
    assert [node.get_text() for node in page.select("text[lang=fi]")] == ["Vaihe talk"]


def test_a_title_is_never_markup(db):
    evil = '</text><script>x</script>"&'
    pathway = making.pathway()
    Stage.objects.filter(pathway=pathway, key="talk").update(title_fi=evil)
    now = snapshot.current()
    [read] = reading.pathways(now, "fi").values()
    page = BeautifulSoup(drawing.of(read, now, "fi"), "html.parser")
    assert not page.find("script")
    assert page.find("a", href="#talk")["aria-label"] == f"2. {evil}"


@pytest.mark.parametrize("stops", [1, 2, 7, 14])
def test_a_river_line_has_a_stop_for_every_stage_and_one_goal(stops):
    page = BeautifulSoup(river(stops), "html.parser")
    assert len(page.find_all("circle")) == stops
    assert len(page.select(".goal")) == 1


# ------------------------------------------------------------ words
@pytest.mark.parametrize(
    ("words", "most", "expected"),
    [
        ("Tee oma testi", 130, ("Tee oma testi",)),
        ("Puhutaan vastaanotolla", 110, ("Puhutaan", "vastaanotolla")),
        ("Liikunta\u00adneuvonta", 90, ("Liikunta-", "neuvonta")),
        ("", 90, ()),
    ],
)
def test_words_break_into_lines(words, most, expected):
    assert wrapping.lines(words, 14, most, bold=True) == expected


def test_a_word_that_is_too_long_is_broken_and_never_lost():
    rows = wrapping.lines("x" * 200, 14, 100)
    assert "".join(row.removesuffix("-") for row in rows) == "x" * 200
