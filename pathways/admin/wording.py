"""For coordinators: texts of the self-assessments whose wording is still to be confirmed. A page to read."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from organisations.desk import desk

from ..assessments.instruments import instruments
from ..assessments.wording import to_confirm


class Wording:
    app, name, address = "pathways", "assessment_wording", "pathways/tests/"
    words = _("Wording of the tests")

    def may_open(self, request):
        return desk(request).coordinator

    def view(self, request):
        if not self.may_open(request):
            raise PermissionDenied
        context = {
            **admin.site.each_context(request),
            "title": self.words,
            "subtitle": None,
            "tests": [(one, to_confirm(one)) for one in instruments().values()],
        }
        request.current_app = admin.site.name
        return TemplateResponse(request, "admin/pathways/wording.html", context)


admin.site.add_page(Wording())
