"""How good the search is, in figures: queries with known answers against a throw-away database."""

import signal
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from catalogue import evaluation
from catalogue.imports import example

BARS = {"hit5": (">=", 0.95), "hit1": (">=", 0.85), "nothing": ("<=", 0.02)}
BARS_OF_NOTHING = {"amiss": ("<=", 0.2)}  # of queries for which nothing fits
WORDS = {
    "number": "queries",
    "hit1": "hit@1",
    "hit5": "hit@5",
    "mrr": "MRR",
    "nothing": "nothing",
    "inexact": "inexact",
    "amiss": "amiss",
}
AMONG = 2000  # other services beside the concepts
TERMINATED = 143  # what a shell says of a process that SIGTERM ended


class Command(BaseCommand):
    help = "Measure the search with a file of queries, in a database that is thrown away afterwards."

    def add_arguments(self, parser):
        parser.add_argument(
            "queries",
            help="tab-separated: lang, query, kind, concept_ids or service_ids; without ids nothing fits",
        )
        parser.add_argument(
            "--concepts", help="tab-separated: concept_id, name_fi, text_fi, name_sv, text_sv"
        )
        parser.add_argument(
            "--among", type=int, help=f"how many other services (with --concepts {AMONG}, otherwise none)"
        )
        parser.add_argument("--corpus", help="folder of the national descriptions (else HYTE_CORPUS)")
        parser.add_argument("--worst", type=int, default=10, help="how many of the worst queries to show")
        parser.add_argument("--bars", action="store_true", help="exit with 1 when a bar is missed")

    def handle(self, *args, worst, bars, **options):
        asked_to_end = []

        def end(*_):
            asked_to_end.append(True)
            sys.exit(TERMINATED)

        signal.signal(signal.SIGTERM, end)
        folder = evaluation.corpus(options["corpus"])
        if options["corpus"] and not folder:
            raise CommandError(f"{options['corpus']} holds no {evaluation.CORPUS}/{evaluation.DESCRIPTIONS}.")
        among = options["among"] if options["among"] is not None else AMONG * bool(options["concepts"])
        try:
            others = evaluation.others(among)
            asked = evaluation.queries(options["queries"])
            rows, with_example = _content(asked, options["concepts"], folder)
        except ValueError as error:
            raise CommandError(str(error)) from None
        try:
            with evaluation.ThrowAway():
                evaluation.load_lists()
                ids = evaluation.load_example() if with_example else {}
                known = len(ids) + len(rows)
                ids |= evaluation.load(rows + others) if rows or others else {}
                answers = evaluation.ask(asked, ids)
        except DatabaseError as error:
            raise CommandError(f"The throw-away database failed: {error}") from None
        finally:
            # Python swallows what a handler raises while a weak reference's callback runs, and where it breaks into
            # a statement the connection's own fault takes its place.
            if asked_to_end:
                sys.exit(TERMINATED)
        self.stdout.write(
            f"{Path(options['queries']).name}: {len(asked)} queries, {known} services with known ids among "
            f"{len(others)} others, {connection.display_name}."
        )
        names = _names(rows + others)
        missed = self._report(answers, worst, lambda one: names.get(one, one), nothing=not asked[0].right)
        if missed and bars:
            raise CommandError(f"Missed: {'; '.join(missed)}.")

    # ------------------------------------------------------------ what is printed
    def _report(self, answers, worst, name_of, *, nothing):
        """Print all figures; returns the bars that were missed."""
        names = ["number", "nothing", "inexact", "amiss"] if nothing else list(WORDS)[:-1]
        wanted, missed = BARS_OF_NOTHING if nothing else BARS, []
        by_language = evaluation.grouped(answers, lambda query: query.language)
        groups = by_language | {"total": answers}
        self._table("language", names, groups)
        self.stdout.write("\nbar")
        for name, (sign, bar) in wanted.items():
            results = []
            for language, own in by_language.items():
                value = evaluation.figures(own)[name]
                met = value >= bar if sign == ">=" else value <= bar
                results.append(f"{language} {value:.3f} {'met' if met else 'MISSED'}")
                missed += [] if met else [f"{WORDS[name]} of {language} is {value:.3f}, not {sign} {bar}"]
            self.stdout.write(f"  {WORDS[name]:<8} {sign} {bar:<5} {', '.join(results)}")
        self.stdout.write("")
        kinds = evaluation.grouped(answers, lambda query: f"{query.language} {query.kind or '-'}")
        self._table("kind", names, kinds)
        self._worst(answers, worst, name_of, nothing)
        return missed

    def _table(self, title, names, groups):
        self.stdout.write(f"{title:<18}" + "".join(f"{WORDS[name]:>9}" for name in names))
        for group, answers in groups.items():
            row = evaluation.figures(answers)
            cells = [str(row[name]) if name == "number" else f"{row[name]:.3f}" for name in names]
            self.stdout.write(f"{group:<18}" + "".join(f"{cell:>9}" for cell in cells))

    def _worst(self, answers, number, name_of, nothing):
        if nothing:
            bad = sorted((one for one in answers if one.found and one.fits), key=lambda one: -one.found)
        else:
            bad = [one for one in answers if one.place != 1]
            bad.sort(key=lambda one: (one.place > 0, -one.place))
        if bad[:number]:
            self.stdout.write(f"\nworst {min(number, len(bad))} of {len(bad)}")
        for one in bad[:number]:
            wanted = "; ".join(map(name_of, one.query.right)) or "nothing"
            place = "" if nothing else f", the first right one at {one.place or 'none of the first 20'}"
            self.stdout.write(
                f"  {one.query.language} {one.query.kind}: {one.query.text} ({one.found} found{place})\n"
                f"    wanted {wanted}\n    came {'; '.join(map(name_of, one.first)) or 'nothing'}"
            )


def _names(rows):
    """{id: name} for people to read; keys of the example content say enough."""
    return {row["id"]: row["name_fi"] or row["name_sv"] for row in rows}


def _content(asked, concepts, folder):
    """(rows to load, whether the example content too) for the ids of the queries.

    Raises ValueError for ids that nothing has.
    """
    wanted = {one for query in asked for one in query.right}
    if concepts:
        rows = evaluation.concepts(concepts)
        _all_known(wanted, {row["id"] for row in rows}, f"{concepts} has")
        return rows, False
    keys = {row["key"] for row in example.documents()["services"]}
    with_example, rows = bool(wanted & keys) or not wanted, []
    if folder and (wanted - keys or not wanted):
        rows = evaluation.descriptions(folder)
    if wanted - keys and not folder:
        raise ValueError(
            f"The example content has no {_some(wanted - keys)}, and the national descriptions are not in "
            f"{settings.HYTE_CORPUS}: give their folder with --corpus."
        )
    _all_known(
        wanted, keys | {row["id"] for row in rows}, "The example content and the national descriptions have"
    )
    if with_example and settings.HYTE_COUNTY != example.COUNTY:
        raise ValueError(f"The example content is for county {example.COUNTY}, not {settings.HYTE_COUNTY}.")
    return rows, with_example


def _all_known(wanted, known, who):
    if unknown := wanted - known:
        raise ValueError(f"{who} no {_some(unknown)}.")


def _some(ids):
    rest = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return ", ".join(sorted(ids)[:3]) + rest
