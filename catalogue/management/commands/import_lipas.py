"""Sports places of LIPAS, again and again without harm."""

from ._importing import ImportCommand


class Command(ImportCommand):
    help = "Import sports places from LIPAS. Dry run unless --commit."
    system = "lipas"
    sources_help = "a file or folder of LIPAS sports sites, county:10, or municipality:286"
