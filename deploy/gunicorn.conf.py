"""gunicorn: a few processes on loopback; the reverse proxy stands in front in production."""

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
# Headers of the proxy are read by Django, only as far as HYTE_PROXIES says; gunicorn itself believes none
# (a client's SCRIPT_NAME would turn redirects to another host).
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers = {}
