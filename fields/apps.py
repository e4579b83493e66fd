"""Fields and small value rules that every app may use; this app has no table."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class FieldsConfig(AppConfig):
    name = "fields"

    def ready(self):
        from .collation import teach_sqlite

        connection_created.connect(teach_sqlite, dispatch_uid="fields.collation")
