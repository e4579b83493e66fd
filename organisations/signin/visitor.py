"""Where a request comes from, as far as that can be known, and whose attempts are counted together."""

import logging
import re
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings

log = logging.getLogger("hyteportal")

FORWARDING = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_VIA",
)
# Some proxies write the visitor's port, too: 192.0.2.1:4711, [2001:db8::1]:4711
WITH_PORT = re.compile(r"(?:\[(?P<six>[^\]]*)\]|(?P<four>[0-9.]+))(?::[0-9]{1,5})?")
NOBODY = ip_address("::")  # a server behind a socket file is asked by no address


def _address(text):
    """The address as a number; an IPv4 one written as IPv6 is the IPv4 one. None when it is none."""
    text = text.strip()
    if found := WITH_PORT.fullmatch(text):
        text = found["six"] or found["four"] or ""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if getattr(address, "scope_id", None):  # fe80::1%eth0: which of its own cables a machine means
        address = IPv6Address(int(address))
    return getattr(address, "ipv4_mapped", None) or address


def client_address(request):
    """Who asks, or None when that cannot be known.

    X-Forwarded-For is read only as far as our own HYTE_PROXIES proxies wrote it: its n-th entry from
    the right. What came through any proxy is never the machine itself, whatever it says.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    if settings.HYTE_PROXIES:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        enough = len(entries) >= settings.HYTE_PROXIES
        address = _address(entries[-settings.HYTE_PROXIES]) if enough else None
    if address and address.is_loopback and any(header in request.META for header in FORWARDING):
        return None
    return address


def counted_address(request):
    """Under which address attempts are counted: always one, and never one that the visitor chooses.

    Who came past a proxy is counted by the machine that asks us directly, together with all who come that way.
    """
    address = client_address(request)
    if address is None:
        address = _address(request.META.get("REMOTE_ADDR", "")) or NOBODY
        _tell(settings.HYTE_PROXIES)
    return address


@cache
def _tell(proxies):
    """Once in the life of a process: visitors who cannot be told apart also lock each other out."""
    log.warning(
        "Attempts are counted together for visitors whose address is unknown: HYTE_PROXIES is %s, and what"
        " forwards requests to the portal does not write X-Forwarded-For like that",
        proxies,
    )


def network_of(request):
    """The network that asks, never the person: the first three numbers of an IPv4 address, 48 bits of an IPv6 one."""
    address = client_address(request)
    return "" if address is None else network(address)


def network(address):
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))
