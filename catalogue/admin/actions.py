"""What can be done to many services at once: each is one verb of the service."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.models.choices import Status, VerifiedHow
from organisations.desk import desk


@admin.action(description=_("Publish"), permissions=["change"])
def publish(modeladmin, request, queryset):
    done = 0
    for service in queryset:
        if service.status == Status.PUBLISHED:
            continue
        if problems := service.problems():
            words = {"name": service, "reasons": " ".join(str(problem) for problem in problems)}
            modeladmin.message_user(
                request, _("Not published: %(name)s. %(reasons)s") % words, messages.WARNING
            )
            continue
        service.publish(by=request.user, now=timezone.now())
        done += 1
    if done:
        words = ngettext("%(n)d service is now public.", "%(n)d services are now public.", done) % {"n": done}
        modeladmin.message_user(request, words, messages.SUCCESS)
    elif not messages.get_messages(request):
        modeladmin.message_user(request, _("Nothing changed: these are public already."), messages.INFO)


@admin.action(description=_("Archive"), permissions=["change"])
def archive(modeladmin, request, queryset):
    done = 0
    for service in queryset:
        if service.status != Status.PUBLISHED:
            continue
        service.archive(by=request.user, now=timezone.now())
        done += 1
    if done:
        words = ngettext("%(n)d service was archived.", "%(n)d services were archived.", done) % {"n": done}
        modeladmin.message_user(request, words, messages.SUCCESS)
    else:
        modeladmin.message_user(
            request, _("Nothing changed: only public services are archived."), messages.INFO
        )


@admin.action(description=_("Mark as checked today"), permissions=["change"])
def verify(modeladmin, request, queryset):
    done, now = 0, timezone.now()
    for service in queryset:
        if service.status == Status.ARCHIVED:
            continue
        organisation, owner = desk(request).confirms_for(service.provider)
        how = VerifiedHow.OWNER if owner else VerifiedHow.COORDINATOR
        service.verify(by=request.user, organisation=organisation, how=how, now=now)
        done += 1
    if done:
        words = ngettext(
            "%(n)d service was marked as checked.", "%(n)d services were marked as checked.", done
        )
        modeladmin.message_user(request, words % {"n": done}, messages.SUCCESS)
    else:
        modeladmin.message_user(
            request, _("Nothing changed: archived services are not checked."), messages.INFO
        )
