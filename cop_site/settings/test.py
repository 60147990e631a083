"""Settings of the test suite; each line says why it differs."""

import os
import tempfile

os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests")  # never written to var/
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="tests-"))  # files of tests stay apart
os.environ.setdefault("LANGUAGE_CODE", "en")  # tests read English
os.environ.setdefault("EMAIL_URL", "memorymail://")  # mail is inspected, never sent
os.environ.setdefault("SECONDS_BETWEEN_REPLIES", "0")  # tests post faster than people
os.environ.setdefault("SECONDS_BETWEEN_TOPICS", "0")
if "REDIS_URL" in os.environ:  # tests empty the cache: each worker has a database of its own
    server, _slash, number = os.environ["REDIS_URL"].rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if number.isdecimal() and worker.isdecimal():
        os.environ["REDIS_URL"] = f"{server}/{int(number) + int(worker)}"

from cop_site.settings.base import *  # noqa: F403 -- the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # strength costs time
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # no collectstatic before tests
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # no worker
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405 -- no files
