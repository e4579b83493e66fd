"""The history of a record, field by field, and an old version laid into the form again."""

from datetime import timedelta

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.translator import translator

from .fields import label_of, language_of
from .guard import is_key

NEWEST = 300  # versions that are told
ONE_SAVING = timedelta(seconds=2)  # a record and its lists are written one after another


class Moment:
    """One saving: when, by whom, and what became what."""

    def __init__(self, row):
        self.at, self.by, self.made = row.history_date, row.history_user, False
        self.version = None
        self.changes = {}  # words → (before, after)
        self.rows = []  # sentences about times, contacts …

    def takes(self, row):
        return row.history_user == self.by and self.at - row.history_date <= ONE_SAVING

    def add(self, label, before, after):
        """Rows come newest first: the oldest before and the newest after stay."""
        self.changes[label] = (before, self.changes[label][1] if label in self.changes else after)

    @property
    def differences(self):
        return [(label, before, after) for label, (before, after) in self.changes.items() if before != after]

    @property
    def says_something(self):
        return self.made or self.differences or self.rows


def shown(field, value):
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field, models.TimeField):
        return date_format(value, "TIME_FORMAT")
    return str(value)


class Versions:
    """The kept versions of one model, and how two of them differ."""

    def __init__(self, model, untold=()):
        self.model = model
        self.history = model.history.model
        self.lists = list(self.history._history_m2m_fields)
        originals = set(translator.get_options_for_model(model).all_fields) if self._translated else set()
        self.fields = [
            field for field in self.history.tracked_fields if field.name not in originals.union(untold)
        ]

    @cached_property
    def _translated(self):
        return self.model in translator.get_registered_models(abstract=False)

    def ids(self, row, field):
        return self._ids.get((field.name, row.history_id), [])

    def load(self, rows):
        """What stood in each list at each version: one query per list."""
        self._ids = {}
        for field in self.lists:
            links = getattr(self.history(), field.name).model
            to = f"{field.m2m_reverse_field_name()}_id"
            of = links.objects.filter(history_id__in=[row.history_id for row in rows])
            for version, target in of.values_list("history_id", to).order_by(to):
                self._ids.setdefault((field.name, version), []).append(target)

    def words(self, row, field):
        if field in self.lists:
            records = field.related_model._default_manager.filter(pk__in=self.ids(row, field))
            return shown(field, sorted(str(record) for record in records))
        value = getattr(row, field.attname)
        if field.is_relation and value is not None:
            return str(field.related_model._default_manager.filter(pk=value).first() or value)
        return shown(field, value)

    def changed(self, old, new):
        for field in self.fields:
            if getattr(old, field.attname) != getattr(new, field.attname):
                yield field
        for field in self.lists:
            if self.ids(old, field) != self.ids(new, field):
                yield field

    def label(self, field):
        return str(capfirst(label_of(self.model._meta.get_field(field.name))))


def told(model, rows, untold=()):
    """(version, its changes) of every kept version, oldest first."""
    rows = sorted(rows, key=lambda row: (row.history_date, row.history_id))
    versions, before = Versions(model, untold), {}
    versions.load(rows)
    pk = model._meta.pk.attname
    found = []
    for row in rows:
        old = before.get(getattr(row, pk))
        before[getattr(row, pk)] = row
        changes = []
        if old is not None and row.history_type == "~":
            changes = [
                (versions.label(field), versions.words(old, field), versions.words(row, field))
                for field in versions.changed(old, row)
            ]
        found.append((row, changes))
    return found


def moments(record, beside=(), untold=()):
    """Savings of a record and of the rows beside it (pairs of model and foreign key), newest first."""
    versions = record.history.select_related("history_user")[:NEWEST]
    found = [(row, None, changes) for row, changes in told(type(record), versions, untold)]
    for model, key in beside:
        rows = model.history.filter(**{key: record.pk}).select_related("history_user")
        for row, changes in told(model, rows):
            if row.history_type != "~" or changes:
                found.append((row, model, changes))
    found.sort(key=lambda item: (item[0].history_date, item[0].history_id), reverse=True)
    savings = []
    for row, model, changes in found:
        if not savings or not savings[-1].takes(row):
            savings.append(Moment(row))
        moment = savings[-1]
        if model is None:
            moment.version = moment.version or row.history_id
            moment.made = moment.made or row.history_type == "+"
            for change in changes:
                moment.add(*change)
        else:
            words = {"name": capfirst(model._meta.verbose_name), "row": row.instance}
            moment.rows.append(_row_words(row.history_type) % words)
    return [moment for moment in savings if moment.says_something]


def _row_words(kind):
    return {
        "+": _("%(name)s added: %(row)s"),
        "-": _("%(name)s removed: %(row)s"),
        "~": _("%(name)s changed: %(row)s"),
    }[kind]


class HistoryMixin:
    beside = ()  # (model, foreign key) of rows whose history is told with the record's
    untold = ()  # columns that are bookkeeping, not content
    not_restored = ()

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404(f"{self.opts.label} {object_id}")
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        page = Paginator(moments(record, self.beside, self.untold), 20).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": None,
            "record_lang": language_of(record),
            "page": page,
            "object": record,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """``?version=`` shows the form with that version's answers. Nothing is written before it is saved,
        and then by the same rules as any other change."""
        request.version = request.GET.get("version") if request.method == "GET" else None
        extra = {"version": self._version(request, object_id), "has_history": True}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _version(self, request, object_id):
        number = getattr(request, "version", None)
        if not number:
            return None
        rows = (
            self.model.history.filter(**{self.opts.pk.attname: unquote(object_id)})
            if number.isdecimal() and is_key(self.model.history.model, number)
            else None
        )
        row = rows and rows.filter(pk=number).first()
        if not row:
            raise Http404(f"version {number}")
        return row

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record is not None and getattr(request, "version", None):
            self._lay(self._version(request, object_id), record, request)
        return record

    def _lay(self, row, record, request):
        versions = Versions(self.model)
        versions.load([row])
        asked = set(flatten_fieldsets(self.get_fieldsets(request, record))) - set(self.not_restored)
        for field in versions.fields:
            if field.name in asked and field.editable:
                setattr(record, field.attname, getattr(row, field.attname))
        for field in versions.lists:
            if field.name in asked:
                records = field.related_model._default_manager.filter(pk__in=versions.ids(row, field))
                record.__dict__.setdefault("_prefetched_objects_cache", {})[field.name] = records
