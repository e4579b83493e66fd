"""What was corrected here and stays: the list that the register's owner is sent."""

import csv

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import CharField, Prefetch, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.imports import targets
from catalogue.imports.targets import Words
from catalogue.models import Place, Service, SourceRecord
from catalogue.models.choices import Provenance
from fields.collation import alphabetical
from fields.sheet import BYTE_ORDER_MARK, safe
from organisations.admin.base import PortalAdmin
from organisations.admin.fields import language_of
from organisations.models import Organisation

from .reading import Side
from .wording import field_words, language_in

PAGE = 50
# What ``targets.state`` reads of a service besides its own columns.
OF_SERVICE = ["municipalities", "keywords", *targets.BY_KEY, "contacts", "schedules"]


def listed():
    """Source records with corrections whose record is still here, by the organisation that answers for it."""
    language = get_language() if get_language() in {"fi", "sv"} else "fi"
    other = "sv" if language == "fi" else "fi"
    paths = ("service__provider", "place__organisation", "organisation")
    return (
        SourceRecord.objects.corrected()
        .filter(Q(service__isnull=False) | Q(place__isnull=False) | Q(organisation__isnull=False))
        .annotate(
            owner=Coalesce(*paths),
            owner_name=Coalesce(
                *(f"{path}__name_{code}" for code in (language, other) for path in paths),
                output_field=CharField(),
            ),
        )
        .order_by(alphabetical("owner_name").asc(nulls_last=True), "owner", "kind", "pk")
    )


def with_state(records):
    """With all that the comparison reads, in a fixed number of questions."""
    return records.prefetch_related(
        Prefetch("service", Service.objects.select_related("provider").prefetch_related(*OF_SERVICE)),
        Prefetch("place", Place.objects.select_related("organisation").prefetch_related("opening_hours")),
        "organisation",
    )


class Correction:
    """One field of one record that says something else here than in the register."""

    def __init__(self, record, field, here):
        self.record, self.field, self.here = record, field, here
        self.register = record.values[field]
        self.words = field_words(record.kind or record.target._meta.model_name, field)
        self.since = parse_date(str(record.corrections[field]))

    @property
    def pairs(self):
        return [(self.field, self.here), (self.field, self.register)]

    def lay(self, values):
        lang = language_in(self.field)
        self.here, self.register = (
            Side(values.shown(self.field, value), lang) for value in (self.here, self.register)
        )


class Corrected:
    """One record with its corrections."""

    def __init__(self, record):
        self.target = record.target
        self.owner = _owner(self.target)
        self.lang, self.owner_lang = language_of(self.target), language_of(self.owner) if self.owner else ""
        self.system, self.external_id = record.get_system_display(), record.external_id
        options = self.target._meta
        self.kind = options.verbose_name
        self.address = reverse(
            f"admin:{options.app_label}_{options.model_name}_change", args=[self.target.pk]
        )
        now = targets.state(self.target)
        self.fields = [
            Correction(record, field, now[field])
            for field in record.corrections
            if field in now and field in record.values and now[field] != record.values[field]
        ]


def _owner(target):
    if isinstance(target, Service):
        return target.provider
    return target.organisation if isinstance(target, Place) else target


def told(records):
    """The records with their corrections in words; what says the same again by now is left out."""
    found = [one for one in map(Corrected, records) if one.fields]
    values = Words(pair for one in found for field in one.fields for pair in field.pairs)
    for one in found:
        for field in one.fields:
            field.lay(values)
    return found


class Narrow(forms.Form):
    system = forms.ChoiceField(label=_("Register"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, data, records):
        super().__init__(data)
        names = dict(Provenance.choices)
        systems = records.order_by("system").values_list("system", flat=True).distinct()
        self.fields["system"].choices = [("", _("All")), *((one, names.get(one, one)) for one in systems)]
        owners = Organisation.objects.filter(pk__in=records.order_by().values("owner"))
        owners = owners.by_name(get_language() if get_language() in {"fi", "sv"} else "fi")
        self.fields["organisation"].choices = [("", _("All")), *((str(one.pk), str(one)) for one in owners)]

    def narrowed(self, records):
        """What is not understood narrows nothing, and the form says so."""
        self.is_valid()
        if system := self.cleaned_data.get("system"):
            records = records.filter(system=system)
        if owner := self.cleaned_data.get("organisation"):
            records = records.filter(owner=owner)
        return records


@admin.register(SourceRecord)
class CorrectionAdmin(PortalAdmin):
    name_in_index = _("Corrections to the register")

    # ------------------------------------------------------------ rights: a list to read
    def has_view_permission(self, request, obj=None):
        return self.works_here(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None or not self.has_view_permission(request):
            raise PermissionDenied
        raise Http404("source records have no page")

    # ------------------------------------------------------------ pages
    def get_urls(self):
        csv_page = path("csv/", self.admin_site.admin_view(self.csv_view), name="catalogue_sourcerecord_csv")
        return [csv_page, *super().get_urls()]

    def _asked(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        every = listed()
        form = Narrow(request.GET, every)
        return form, with_state(form.narrowed(every))

    def changelist_view(self, request, extra_context=None):
        form, records = self._asked(request)
        page = Paginator(records, PAGE).get_page(request.GET.get("page"))
        query = urlencode({name: value for name, value in form.cleaned_data.items() if value})
        groups = {}
        for one in told(page.object_list):
            groups.setdefault(one.owner, []).append(one)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.name_in_index,
            "subtitle": None,
            "form": form,
            "page": page,
            "query": f"{query}&" if query else "",
            "groups": list(groups.items()),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/catalogue/sourcerecord/corrections.html", context)

    def csv_view(self, request):
        """The same list as a table for the register's owner."""
        _form, records = self._asked(request)
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"{_('corrections')}-{timezone.localdate().isoformat()}.csv"
        answer["Content-Disposition"] = content_disposition_header(True, name)
        answer.write(BYTE_ORDER_MARK)
        table = csv.writer(answer, delimiter=";", quoting=csv.QUOTE_MINIMAL)
        table.writerow([safe(str(words)) for words in COLUMNS])
        pages = Paginator(records, 200)
        for number in pages.page_range:
            for one in told(pages.page(number).object_list):
                for field in one.fields:
                    table.writerow([safe(str(cell)) for cell in _row(one, field)])
        return answer


COLUMNS = [
    _("Register"),
    _("Organisation"),
    _("Kind"),
    _("Record"),
    _("Id in the register"),
    _("Field"),
    _("In the register"),
    _("In this portal"),
    _("Since"),
]


def _row(one, field):
    day = date_format(field.since, "SHORT_DATE_FORMAT") if field.since else ""
    names = [one.system, one.owner or "", one.kind, one.target, one.external_id]
    return [*names, field.words, field.register.text, field.here.text, day]
