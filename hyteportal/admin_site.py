"""The admin as a site: who comes in, in which language, and what stands in every page."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
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


class SignInForm(AuthenticationForm):
    username = UsernameField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("The e-mail or the password is wrong."),
        "inactive": _("The e-mail or the password is wrong."),
        "no_right": _(
            "This account has no right to maintain services. A main user of your organisation can give it."
        ),
    }

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        self.request.user = user
        if not desk(self.request).open:
            raise ValidationError(self.error_messages["no_right"], code="no_right")


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
    login_form = SignInForm
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request):
        return desk(request).open

    def register(self, model_or_iterable, admin_class=None, **options):
        """Django's groups are left out: rights come from memberships."""
        if admin_class and admin_class.__module__ == "django.contrib.auth.admin":
            return
        super().register(model_or_iterable, admin_class, **options)

    def form_of(self, model):
        """The ModelAdmin or the inline by which a record of this kind is written."""
        if model in self._registry:
            return self._registry[model]
        rows = ((parent, inline) for parent, admin in self._registry.items() for inline in admin.inlines)
        return next((inline(parent, self) for parent, inline in rows if inline.model is model), None)

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
        """Django's own, but an address that is not ours leads to the front page of the admin."""
        self.speak(request)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        request.current_app = self.name
        return LoginView.as_view(
            authentication_form=self.login_form,
            template_name="admin/login.html",
            next_page="admin:index",
            extra_context={
                **self.each_context(request),
                "title": _("Sign in"),
                "username": request.user.get_username(),
                **(extra_context or {}),
            },
        )(request)

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
        """Without Django's redirect to the page of any record of any kind: its target tells drafts' names."""
        found = [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]
        return [path("language/", self.language, name="language"), *found]

    def get_app_list(self, request, app_label=None):
        """What is done every day comes first; the rest by name. A list may have a name of its own."""
        found = super().get_app_list(request, app_label)
        for app in found:
            for entry in app["models"]:
                entry["name"] = getattr(self._registry[entry["model"]], "name_in_index", entry["name"])
            app["models"].sort(key=lambda entry: DAILY.get(entry["model"].__name__, len(DAILY)))
        return sorted(found, key=lambda app: app["app_label"] != "catalogue")

    def autocomplete_view(self, request):
        return ChoiceSearchView.as_view(admin_site=self)(request)

    def each_context(self, request):
        return {
            **super().each_context(request),
            "portal_languages": settings.LANGUAGES,
            "demo": settings.HYTE_ENV == "demo",
        }
