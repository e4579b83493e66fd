"""What every record of the admin shares: scope by organisation, fields per language, plain lists."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Q
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from organisations.desk import desk
from organisations.models import Municipality, Organisation

from .fields import (
    Checkboxes,
    ManyField,
    OneField,
    SearchMany,
    SearchOne,
    Select,
    in_own_language,
    is_long,
    label_of,
    language_of,
    ordered,
    plain_widgets,
)
from .guard import GuardMixin, RowsMixin


def translated(model):
    """The model's fields that stand in several languages."""
    return set(translator.get_options_for_model(model).all_fields) if _registered(model) else set()


def _registered(model):
    return model in translator.get_registered_models(abstract=False)


def in_languages(model, names):
    """Field names with each translated one as a row of its columns, in the languages of the interface."""
    codes = [code for code, _name in settings.LANGUAGES]
    found = translated(model)
    return [tuple(f"{name}_{code}" for code in codes) if name in found else name for name in names]


class FieldsMixin:
    """For records and their rows alike."""

    formfield_overrides = plain_widgets()

    def offered(self, db_field, request):
        """What a relation may point to when this person chooses it: the form and the search both ask here."""
        related = db_field.remote_field.model
        if related is Organisation:
            return desk(request).organisations()
        if related is Municipality and db_field.model is not Organisation:
            return Municipality.objects.here()
        return related._default_manager.all()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if hasattr(db_field, "translated_field"):
            field.label = label_of(db_field)
            field.widget.attrs["lang"] = db_field.language
        elif field.label:
            field.label = capfirst(field.label)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        offered = self._with_present(db_field, request)
        long = is_long(offered)
        kwargs["queryset"] = offered if long else ordered(offered)
        kwargs["widget"] = SearchOne(db_field, self.admin_site) if long else Select()
        return super().formfield_for_foreignkey(db_field, request, form_class=OneField, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        offered = self._with_present(db_field, request)
        long = is_long(offered)
        kwargs["queryset"] = offered if long else ordered(offered)
        kwargs["widget"] = SearchMany(db_field, self.admin_site) if long else Checkboxes()
        return super().formfield_for_manytomany(db_field, request, form_class=ManyField, **kwargs)

    def _with_present(self, db_field, request):
        """The offered records, and those the saved record has already: keeping them is not choosing them."""
        offered = self.offered(db_field, request)
        record = getattr(request, "record", None)
        if record is None or not isinstance(record, db_field.model):
            return offered
        present = getattr(record, db_field.attname)
        present = list(present.values_list("pk", flat=True)) if db_field.many_to_many else [present]
        return db_field.remote_field.model._default_manager.filter(
            Q(pk__in=offered.values("pk")) | Q(pk__in=present)
        )


class PortalAdmin(GuardMixin, FieldsMixin, admin.ModelAdmin):
    """A record type: coordinators everything, editors their own when ``for_editors``."""

    for_editors = False
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False

    # ------------------------------------------------------------ scope
    def own(self, request):
        """The records this person may change; foreign ones are not there at all."""
        return self.model._default_manager.all()

    def _own(self, request):
        """The same, asked once per request."""
        kept = request.__dict__.setdefault("_own", {})
        if self.model not in kept:
            kept[self.model] = self.own(request)
        return kept[self.model].all()

    def works_here(self, request):
        return desk(request).coordinator or (self.for_editors and desk(request).editor)

    def has_module_permission(self, request):
        return self.works_here(request)

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.works_here(request) and (obj is None or desk(request).holds(obj, self._own(request)))

    def has_add_permission(self, request):
        return self.works_here(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def get_queryset(self, request):
        queryset = self._own(request)
        return queryset.order_by(*self.get_ordering(request) or queryset.model._meta.ordering)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404(f"{opts.label} {object_id}")

    # ------------------------------------------------------------ form
    def get_fieldsets(self, request, obj=None):
        return [
            (title, {**options, "fields": in_languages(self.model, options["fields"])})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.record = obj
        return super().get_form(request, obj, change=change, **kwargs)

    def get_view_on_site_url(self, obj=None):
        """Straight to the page, and only when there is one."""
        public = obj is not None and getattr(obj, "is_public", True) and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if public else None

    def history_view(self, request, object_id, extra_context=None):
        """Records without kept versions have no page for them (see HistoryMixin)."""
        raise Http404(f"no history of {self.opts.label}")

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and change:
            language = language_of(obj)
            context |= {"title": str(obj), "subtitle": None, "title_lang": language, "record_lang": language}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        extra = {"title": _("Delete"), "record_lang": language_of(obj) if obj else ""}
        return super().delete_view(request, object_id, {**extra, **(extra_context or {})})

    def get_deleted_objects(self, objs, request):
        """Rows of link tables are nobody's concern on the page that asks."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        links = {model._meta.verbose_name_plural for model in _link_tables()}
        return listed, {name: n for name, n in counts.items() if name not in links}, lacking, protected


def _link_tables():
    from django.apps import apps

    return [model for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]


class PortalInline(RowsMixin, FieldsMixin, admin.StackedInline):
    """Rows of a record: who may change it may change them. ``after`` names the fieldset they follow."""

    after = ""
    extra = 1
    show_change_link = False

    def _allowed(self, request, obj):
        return self.admin_site.get_model_admin(self.parent_model).has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None):
        return self._allowed(request, obj)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request, obj):
        return self._allowed(request, obj)

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": [name for row in self.rows for name in self._row(row)]})]

    def _row(self, row):
        """A tuple stays one line; a translated name becomes one line of its own columns."""
        return [row] if isinstance(row, tuple) else in_languages(self.model, [row])


def name_column(model):
    """The list's first column."""

    @admin.display(description=capfirst(model._meta.get_field("name").verbose_name), ordering="name_fi")
    def shown(self, record):
        return in_own_language(record)

    return shown
