"""schema.org descriptions for search engines, as plain dictionaries."""

from django.conf import settings

from fields.text import text

from .models.choices import Area, PriceKind


def published(document):
    """What was ``described`` beforehand, with the origin of this deployment before its addresses."""
    provider = document["provider"]
    return document | {
        "url": settings.HYTE_ORIGIN + document["url"],
        "provider": provider | {"url": settings.HYTE_ORIGIN + provider["url"]},
    }


def described(service):
    """schema.org/Service with its provider, area and places; texts in the page's language or their own.

    Addresses are paths.
    """
    found = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": str(text(service, "name")),
        "description": str(text(service, "summary")),
        "url": service.get_absolute_url(),
        "provider": {
            "@type": "Organization",
            "name": str(text(service.provider, "name")),
            "url": service.provider.get_absolute_url(),
        },
        "availableLanguage": [row.pk for row in service.languages.all()],
    }
    if service.area == Area.MUNICIPALITIES:
        found["areaServed"] = [
            {"@type": "AdministrativeArea", "name": str(text(row, "name"))}
            for row in service.municipalities.all()
        ]
    if service.price_kind == PriceKind.FREE:
        found["isAccessibleForFree"] = True
    if places := [_place(place) for place in service.places.all()]:
        found["location"] = places
    return found


def _place(place):
    found = {
        "@type": "Place",
        "name": str(text(place, "name")),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": str(text(place, "street")),
            "postalCode": place.postcode,
            "addressLocality": str(text(place, "post_office") or text(place.municipality, "name")),
            "addressCountry": "FI",
        },
    }
    if place.accuracy == place.Accuracy.EXACT:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return found
