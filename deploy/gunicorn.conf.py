"""gunicorn: a few processes on loopback; the reverse proxy stands in front in production."""

import ctypes
import os

bind = os.environ.get("HYTE_BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("HYTE_WORKERS", "2"))
threads = int(os.environ.get("HYTE_THREADS", "4"))
preload_app = False  # each worker opens its own database pool
timeout = 30
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
# Addresses carry search words: requests are not logged.
accesslog = None
errorlog = "-"
loglevel = "error"  # a warning repeats the address
logconfig_dict = {  # what it says of an error names nobody either
    "formatters": {"line": {"()": "hyteportal.redaction.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "ERROR"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
# Headers of the proxy are read by Django, only as far as HYTE_PROXIES says; gunicorn itself believes none
# (a client's SCRIPT_NAME would turn redirects to another host).
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers = {}


def post_fork(server, worker):
    """One heap for all threads: only one of them runs at a time, and glibc would give each a heap of its own."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, 1)


M_ARENA_MAX = -8  # malloc.h of glibc
