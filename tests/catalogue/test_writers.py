"""Two who change the catalogue at once wait for one another; neither fails."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from organisations.models import Organisation
from tests.factories import organisation, service

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def somebody_waits(ended):
    """Looks until the other is seen waiting; False when it has ``ended`` without."""
    with connection.cursor() as cursor:
        while not ended.is_set():
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw at first
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
    return False


def test_a_writer_with_the_lock_never_waits_for_one_who_waits_for_the_lock():
    first, second = organisation(), organisation()
    service(provider=first), service(provider=second)
    holds, ended = Event(), Event()

    def importing():
        try:
            with transaction.atomic():
                Organisation.objects.get(pk=first.pk).save()
                holds.set()
                assert somebody_waits(ended)
                Organisation.objects.get(pk=second.pk).save()
        finally:
            holds.set()
            connection.close()

    def editing():
        try:
            holds.wait(600)
            with transaction.atomic():
                Organisation.objects.get(pk=second.pk).save()
        finally:
            ended.set()
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(importing), threads.submit(editing)]:
            done.result(600)
