"""Both database engines rank alike: the first twenty services of fifty queries, in their order."""

import json
import os
import subprocess
import sys

import pytest

from catalogue import evaluation, snapshot
from catalogue.search.finding import find
from tests.sources import ROOT

pytestmark = [pytest.mark.long, pytest.mark.postgres]

QUERIES = ROOT / "tests" / "search" / "example.tsv"
ON_SQLITE = """
import json, django
django.setup()
from catalogue import evaluation
from tests.long.test_same_order import orders
with evaluation.ThrowAway():
    print(json.dumps(orders()))
"""


def orders():
    """[[query, [keys of the first twenty]]] of the example content in an empty database."""
    evaluation.load_lists()
    ids = evaluation.load_example()
    now, found = snapshot.current(), []
    for query in evaluation.queries(QUERIES)[::3][:52]:
        first = find(query.text, query.language, now).best(20)
        found.append([query.text, [ids[key] for key in first]])
    return found


@pytest.mark.django_db
def test_the_first_twenty_of_fifty_queries_are_the_same_on_both_engines(tmp_path):
    variables = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3",
        "DJANGO_SETTINGS_MODULE": "hyteportal.settings",
    }
    other = subprocess.run(
        [sys.executable, "-c", ON_SQLITE], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )
    here = orders()
    assert len(here) >= 50
    assert sum(bool(first) for _query, first in here) >= 50
    assert json.loads(other.stdout.splitlines()[-1]) == here
