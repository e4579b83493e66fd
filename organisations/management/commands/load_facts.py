"""Counties, municipalities and the public bodies of this county, from the product's own data files."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from fields.facts import read
from organisations.county import DATA, counties, fact
from organisations.models import Municipality, Organisation, WellbeingCounty

FORMS = [f"name_{form}_{code}" for form in ("of", "in", "to", "from") for code in ("fi", "sv")]


class Command(BaseCommand):
    help = "Load counties, all municipalities and the public bodies of HYTE_COUNTY. Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--commit", action="store_true", help="write; otherwise only say what would change"
        )

    def handle(self, *args, commit, **options):
        fact("name")  # an unknown HYTE_COUNTY stops here
        with transaction.atomic():
            names = ("code", "name_fi", "name_sv", "name_en")
            county_rows = [{name: row[name] for name in names} for row in counties().values()]
            self._say("counties", WellbeingCounty.objects.bring(county_rows))
            rows = read(DATA / "municipalities.csv")
            self._say(
                "municipalities", Municipality.objects.bring([_municipality(row) for row in rows], kept=FORMS)
            )
            self._say("public bodies", {"new": Organisation.objects.bring_public_bodies(_bodies(rows))})
            if not commit:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit.")

    def _say(self, what, report):
        self.stdout.write(f"{what}: " + ", ".join(f"{number} {word}" for word, number in report.items()))


def _municipality(row):
    return {
        "code": row["code"],
        "county_id": row["county"],
        "region": row["region"],
        "languages": row["languages"],
        "latitude": float(row["latitude"]) if row["latitude"] else None,
        "longitude": float(row["longitude"]) if row["longitude"] else None,
        **{name: row[name] for name in ("name_fi", "name_sv", "name_en")},
        **{name: row[name] for name in FORMS},
    }


def _bodies(rows):
    county = counties()[settings.HYTE_COUNTY]
    yield {
        "kind": "county",
        "municipality_id": None,
        "name_fi": county["name_fi"],
        "name_sv": county["name_sv"],
        "website": county["website"],
    }
    for row in rows:
        if row["county"] == settings.HYTE_COUNTY:
            yield {
                "kind": "municipality",
                "municipality_id": row["code"],
                "name_fi": row["official_fi"] or row["name_fi"],
                "name_sv": row["official_sv"] or row["name_sv"],
                "website": row["website"],
            }
