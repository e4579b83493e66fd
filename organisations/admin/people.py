"""Users: for superusers only until people are invited from the portal's own pages."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.utils.translation import gettext_lazy as _

from organisations.desk import desk
from organisations.models import User

from .base import PortalAdmin
from .organisation import MembershipInline


class NewUserForm(AdminUserCreationForm):
    usable_password = None

    class Meta:
        model = User
        fields = ["email", "name", "language"]
        field_classes = {}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}


class NewPasswordForm(AdminPasswordChangeForm):
    """Always a usable password; who may not sign in is said by "may sign in"."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password")


@admin.register(User)
class PersonAdmin(PortalAdmin, UserAdmin):
    """No field here makes a superuser: the command line does. Who leaves may no longer sign in."""

    add_form = NewUserForm
    change_password_form = NewPasswordForm
    add_form_template = None
    list_display = ["name", "email", "language", "is_active"]
    list_filter = ["is_active", "language"]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]
    filter_horizontal = ()
    readonly_fields = ["joined_at"]
    inlines = [MembershipInline]
    fieldsets = [
        (_("Person"), {"fields": ["name", "email", "language"]}),
        (_("Sign-in"), {"fields": ["password", "is_active", "joined_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "language", "password1", "password2"]})]

    def works_here(self, request):
        return desk(request).superuser

    def has_delete_permission(self, request, obj=None):
        return False

    def get_inlines(self, request, obj):
        return self.inlines if obj else []
