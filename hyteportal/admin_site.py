"""The admin as a site: who comes in, in which language, and what stands in every page."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from organisations.desk import desk

LANGUAGE = "admin_language"
ELSEWHERE = {"view_on_site", "password_change", "password_change_done"}
DAILY = {
    name: number
    for number, name in enumerate(["Service", "Place", "Organisation", "Theme", "ImportRun", "SourceRecord"])
}


def _address(request):
    """The texts of the page's address: PostgreSQL takes no NUL in any of them."""
    yield request.path_info
    for name, values in request.GET.lists():
        yield name
        yield from values


class ChoiceSearchView(AutocompleteJsonView):
    """Searches exactly what the field itself would offer: nobody finds here what the form refuses."""

    def has_perm(self, request, obj=None):
        """Only for a field that stands on a form this person may fill."""
        self.source_admin = self.admin_site.form_of(self.source_field.model)
        if self.source_admin is None or not self.source_admin.has_change_permission(request):
            return False
        asked = flatten_fieldsets(self.source_admin.get_fieldsets(request))
        return self.source_field.name in set(asked) - set(self.source_admin.get_readonly_fields(request))

    def get_queryset(self):
        offered = self.source_admin.offered(self.source_field, self.request)
        found, repeats = self.model_admin.get_search_results(self.request, offered, self.term)
        return found.distinct() if repeats else found


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = _("Maintenance of services")
    index_title = _("What do you want to maintain?")
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)
        self.disable_action("delete_selected")
        self._pages = []

    def has_permission(self, request):
        return desk(request).open

    def register(self, model_or_iterable, admin_class=None, **options):
        """Without Django's groups, for rights come from memberships, and without the tables of sign-in."""
        if admin_class and admin_class.__module__.startswith(("django.contrib.auth.", "allauth.")):
            return
        super().register(model_or_iterable, admin_class, **options)

    def form_of(self, model):
        """The ModelAdmin or the inline by which a record of this kind is written."""
        if model in self._registry:
            return self._registry[model]
        rows = ((parent, inline) for parent, admin in self._registry.items() for inline in admin.inlines)
        return next((inline(parent, self) for parent, inline in rows if inline.model is model), None)

    def add_page(self, page):
        """A page that is no list of records: ``app``, ``name``, ``address``, ``words``, ``view``, ``may_open``."""
        self._pages.append(page)

    # ------------------------------------------------------------ language
    def speak(self, request):
        """The language chosen here, else the person's own, else what the browser asks for."""
        code = request.session.get(LANGUAGE) or getattr(request.user, "language", None)
        if code in dict(settings.LANGUAGES):
            translation.activate(code)
            request.LANGUAGE_CODE = code

    def admin_view(self, view, cacheable=False):
        def spoken(request, *args, **kwargs):
            self.speak(request)
            if any("\0" in text for text in _address(request)):
                raise Http404("NUL")
            return view(request, *args, **kwargs)

        spoken.csrf_exempt = getattr(view, "csrf_exempt", False)
        return super().admin_view(spoken, cacheable)

    @method_decorator([never_cache, login_not_required])
    def login(self, request, extra_context=None):
        """No form of its own: the portal's sign-in, with both steps. Who is signed in without the right is told so."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target)
        if self.has_permission(request):
            return HttpResponseRedirect(target)
        raise PermissionDenied

    def logout(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_logout"))

    @method_decorator([never_cache, login_not_required, csrf_protect, require_POST])
    def language(self, request):
        code = request.POST.get("language")
        if code in dict(settings.LANGUAGES):
            request.session[LANGUAGE] = code
        target = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = reverse("admin:index")
        return HttpResponseRedirect(target)

    # ------------------------------------------------------------ pages
    def get_urls(self):
        """Without Django's redirect to the page of any record of any kind: its target tells drafts' names.

        The password is changed on the portal's own pages.
        """
        found = [one for one in super().get_urls() if getattr(one, "name", None) not in ELSEWHERE]
        own = [path(one.address, self.admin_view(one.view), name=one.name) for one in self._pages]
        return [path("language/", self.language, name="language"), *own, *found]

    def get_app_list(self, request, app_label=None):
        """What is done every day comes first; the rest by name. A list may have a name of its own."""
        found = super().get_app_list(request, app_label)
        for app in found:
            for entry in app["models"]:
                entry["name"] = getattr(self._registry[entry["model"]], "name_in_index", entry["name"])
            app["models"].sort(key=lambda entry: DAILY.get(entry["model"].__name__, len(DAILY)))
            app["models"] += [
                {"name": one.words, "object_name": one.name, "admin_url": reverse(f"admin:{one.name}")}
                | {"view_only": True, "add_url": None}
                for one in self._pages
                if one.app == app["app_label"] and one.may_open(request)
            ]
        return sorted(found, key=lambda app: app["app_label"] != "catalogue")

    def autocomplete_view(self, request):
        return ChoiceSearchView.as_view(admin_site=self)(request)

    def each_context(self, request):
        return {
            **super().each_context(request),
            "portal_languages": settings.LANGUAGES,
            "demo": settings.HYTE_ENV == "demo",
        }
