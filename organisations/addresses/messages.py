"""Addresses of messages that could not be sent, of scheduled jobs, and of the practice inbox."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from organisations.views import messages

urlpatterns = [
    path(pgettext_lazy("address", "workspace/messages/"), messages.messages_stuck, name="messages_stuck"),
    path(pgettext_lazy("address", "workspace/jobs/"), messages.job_runs, name="job_runs"),
    path(pgettext_lazy("address", "practice-messages/"), messages.practice_inbox, name="practice_inbox"),
]
