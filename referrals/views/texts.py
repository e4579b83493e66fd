"""A professional's saved texts: list, add, delete."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import found, only
from organisations.models import Role
from referrals.forms.texts import SavedTextForm
from referrals.models import SavedText

WRITING = (Role.PROFESSIONAL, Role.ADVISER, Role.INTAKE)


@require_http_methods(["GET", "HEAD", "POST"])
@only(*WRITING)
def every(request):
    """A text of the same name and use gets the new words."""
    form = SavedTextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        SavedText.objects.keep(request.user, **form.cleaned_data)
        messages.success(request, _("The text has been saved."))
        return redirect("saved_texts")
    texts = SavedText.objects.visible_to(request.user)
    return render(request, "referrals/texts.html", {"form": form, "texts": texts})


@require_POST
@only(*WRITING)
def delete(request, pk):
    found(SavedText.objects.visible_to(request.user), pk, "changed", "saved_text").delete()
    messages.success(request, _("The text has been deleted."))
    return redirect("saved_texts")
