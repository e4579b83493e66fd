"""Customer journeys: pathways, self-assessments, guidance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = _("Pathways")

    def ready(self):
        from catalogue.search import suggesting
        from catalogue.tray import kinds

        from . import follow, jobs, offered
        from .assessments import checks  # noqa: F401  registers its check
        from .guidance import faults  # noqa: F401  registers its check

        follow.connect()
        kinds.register(offered.LETTER, offered.stages)
        suggesting.register(offered.suggested)
        jobs.register()
