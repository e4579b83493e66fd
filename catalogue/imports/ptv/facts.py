"""What PTV's codes mean here: municipalities and areas, classes, groups, events, languages, keywords."""

from django.conf import settings
from django.utils.translation import gettext_noop

from catalogue.imports.report import because
from catalogue.imports.texts import listed
from catalogue.models import Keyword, Language, LifeEvent, ServiceClass, TargetGroup
from organisations.models import Municipality

from .shapes import localized

UNKNOWN_TERM = gettext_noop("The code list has no %(code)s.")
UNKNOWN_LANGUAGE = gettext_noop("The language %(code)s is not known.")
LISTS = {"classes": ServiceClass, "target_groups": TargetGroup, "life_events": LifeEvent}
# PTV's code for Finnish sign language is not one of ISO 639-3.
LANGUAGE_CODES = {"sgn-fi": "fsl"}


class Facts:
    """Read once per import."""

    def __init__(self):
        self.municipalities = {}
        for code, county, region in Municipality.objects.values_list("code", "county_id", "region"):
            self.municipalities[code] = (county, region)
        self.own = self.inside("wellbeingservicecounties", settings.HYTE_COUNTY)
        self.languages = set(Language.objects.values_list("code", flat=True))
        self.terms = {}
        for name, model in LISTS.items():
            known = self.terms[name] = {}
            for code, uri, former in model.objects.values_list("code", "uri", "former_uri"):
                known |= {code.upper(): code, uri: code}
                if former:
                    known[former] = code
        self.keywords = set(Keyword.objects.values_list("uri", flat=True))

    def inside(self, kind, code):
        """The municipalities of a county or a region; none for kinds of areas nobody uses any more."""
        place = {"wellbeingservicecounties": 0, "wellbeingservicescounties": 0, "region": 1}.get(kind)
        if kind == "municipality":
            return {code.zfill(3)} & set(self.municipalities)
        if place is None:
            return set()
        return {key for key, belongs in self.municipalities.items() if belongs[place] == code.zfill(2)}

    def codes(self, name, items, reasons):
        """Our codes of a list of classification items: by code, else by one of the two families of URIs."""
        known, found = self.terms[name], set()
        for item in listed(items):
            ways = [str(item.get("code") or "").strip().upper(), item.get("newUri"), item.get("uri")]
            code = next((known[way] for way in ways if isinstance(way, str) and way in known), None)
            if code:
                found.add(code)
            else:
                reasons.append(because(UNKNOWN_TERM, code=next((str(way) for way in ways if way), "?")[:200]))
        return found

    def spoken(self, codes, reasons):
        found = set()
        for value in codes if isinstance(codes, list) else []:
            code = str(value or "").strip().lower()
            code = LANGUAGE_CODES.get(code, code)
            if code in self.languages:
                found.add(code)
            elif code:
                reasons.append(because(UNKNOWN_LANGUAGE, code=code[:20]))
        return sorted(found)

    def concepts(self, items):
        """``{uri: {column: name}}`` of ontology terms that have a URI and a name."""
        found = {}
        for item in listed(items):
            uri, names = str(item.get("uri") or "").strip(), localized(item.get("name"), one_line=True)
            if uri.startswith("http") and len(uri) <= 200 and (names.get("fi") or names.get("sv")):
                found[uri] = {f"name_{code}": text[:150] for code, text in names.items()}
        return found

    def bring_concepts(self, concepts):
        """Make the keywords that are missing."""
        missing = [{"uri": uri, **names} for uri, names in concepts.items() if uri not in self.keywords]
        if missing:
            Keyword.objects.bring(missing)
            self.keywords.update(row["uri"] for row in missing)
