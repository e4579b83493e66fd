"""What is counted for a while, and where: the attempts of sign-in, the searches of the public."""

from .environment import env, env_int

# What sign-in counts must hold for all processes: Redis, else a table. Searches of the public are counted in each
# process's own memory, never in the database; Redis makes their limit exact.
HYTE_REDIS = env("HYTE_REDIS", "")
_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": HYTE_REDIS}
_TABLE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hyte_cache"}
_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"}
if HYTE_REDIS:
    CACHES = {"default": _REDIS | {"KEY_PREFIX": "hyte"}, "throttle": _REDIS | {"KEY_PREFIX": "throttle"}}
else:
    CACHES = {
        "default": _TABLE | {"OPTIONS": {"MAX_ENTRIES": 10_000}},
        "throttle": _MEMORY | {"OPTIONS": {"MAX_ENTRIES": 20_000}},
    }
# Searches a minute that one network may make; the proxy's own limit comes first. 0: no limit here.
HYTE_SEARCHES_PER_MINUTE = env_int("HYTE_SEARCHES_PER_MINUTE", 60)
