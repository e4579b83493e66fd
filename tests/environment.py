"""The safe environment of every test run: loaded before Django's settings (``-p tests.environment``)."""

import atexit
import base64
import os
import shutil
import tempfile

MARK = "HYTE_TEST_RUN"
# Nothing of the caller's own portal reaches the tests.
_FOREIGN = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "PORT", "ADMIN_ALLOWED_CIDRS", "DATABASE_URL")
_FOREIGN += ("FIELD_KEYS", "FIELD_KEYS_FILE", "INDEX_KEY", "INDEX_KEY_FILE")
_KEPT = ("HYTE_CORPUS",)  # where real responses of registers lie


def prepare():
    """Set the variables once; processes started later (workers, servers) inherit them."""
    if MARK in os.environ:
        return
    for name in [name for name in os.environ if name.startswith("HYTE_") or name in _FOREIGN]:
        if name not in _KEPT:
            del os.environ[name]
    folder = tempfile.mkdtemp(prefix="hyte-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.mkdir(os.path.join(folder, "static"))  # nothing is collected: files are found where they are made
    os.environ.update(
        {
            MARK: "1",
            "HYTE_DICTIONARIES": os.path.join(
                os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "var"
            ),
            "HYTE_ENV": "development",
            "HYTE_SEARCHES_PER_MINUTE": "0",  # tests search as fast as they can; those of the limit set it
            "SECRET_KEY": "only-for-tests-" + "x" * 40,
            # every process that a test starts opens what another one wrote
            "FIELD_KEYS": base64.urlsafe_b64encode(b"only for tests, nothing is safe!").decode(),
            "INDEX_KEY": "only-for-tests-" + "y" * 40,
            "HYTE_VAR": folder,
        }
    )
    if os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]


prepare()
