"""The barest Django there is: one view that answers as many bytes as it is asked for."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    DATABASES={},
)
_LINE = "<p>Terveyttä ja hyvää oloa läheltä.</p>\n"


def text(request, size):
    return HttpResponse((_LINE * (size // len(_LINE) + 1))[:size])


urlpatterns = [path("<int:size>/", text)]
application = get_wsgi_application()
