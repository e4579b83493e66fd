"""One setting chooses the county: the same code starts with another's municipalities."""

import json

import pytest

from tests.test_settings import run

ASK = """
import json

import pytest
from django.test import Client
from django.conf import settings
from organisations.models import Municipality
names = list(Municipality.objects.here().values_list("name_fi", flat=True))
pages = [Client().get(path) for path in ("/fi/", "/sv/", "/fi/palvelut/", "/sv/tjanster/")]
print(json.dumps([names, [page.status_code for page in pages], pages[0].content.decode()]))
"""


@pytest.mark.long
def test_another_county_starts_with_its_own_municipalities(tmp_path):
    (tmp_path / "static").mkdir()
    variables = {"HYTE_ENV": "development", "HYTE_VAR": str(tmp_path), "HYTE_COUNTY": "02"}
    for step in (["migrate"], ["load_facts", "--commit"], ["load_vocabularies", "--commit"]):
        done = run("manage.py", *step, **variables)
        assert done.returncode == 0, done.stderr
    done = run("manage.py", "shell", "--no-imports", "-c", ASK, **variables, HYTE_HOSTS="testserver")
    assert done.returncode == 0, done.stderr
    names, statuses, home = json.loads(done.stdout.strip().splitlines()[-1])
    assert "Tuusula" in names
    assert "Kotka" not in names
    assert statuses == [200] * 4
    assert "Tuusula" in home


def test_an_unknown_county_stops_before_anything_is_loaded(tmp_path):
    variables = {"HYTE_ENV": "development", "HYTE_VAR": str(tmp_path), "HYTE_COUNTY": "99"}
    done = run("manage.py", "load_facts", "--commit", **variables)
    assert done.returncode != 0
    assert "HYTE_COUNTY" in done.stderr
