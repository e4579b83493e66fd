"""The portal itself, with the form of submit_site."""

from django.conf import settings

from hyteportal.wsgi import application

settings.ROOT_URLCONF = "tests.long.submit_site"
__all__ = ["application"]
