"""Services, channels and organisations of the national service registry (PTV), again and again without harm."""

from ._importing import ImportCommand


class Command(ImportCommand):
    help = "Import from the national service registry (PTV). Dry run unless --commit."
    system = "ptv"
    sources_help = (
        "a file or folder of PTV responses, an address of its Open API, county:10, municipality:286, "
        "organisation:<id>, or the id of a service"
    )
