"""What machines ask the service: does it live (/healthz), and can it do its work (/readyz)?

Nothing here tells of a person or a referral.
"""

import sqlite3
from collections.abc import Callable

import structlog
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from remissvakt.assurance.models import CheckRun
from remissvakt.core.clock import SystemClock
from remissvakt.core.formats import format_instant

log = structlog.stdlib.get_logger(__name__)


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """200 "ok" while the process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """200 with {"ready": true, "checks": [{"check", "ok", "detail"}]}; 503 with the same when any check fails."""
    checks = [_checked(name, check) for name, check in CHECKS.items()]
    good = all(check["ok"] for check in checks)
    return JsonResponse({"ready": good, "checks": checks}, status=200 if good else 503)


def database_writable() -> tuple[bool, str]:
    """Write a row for real, and take it back."""
    with transaction.atomic():
        MigrationRecorder(connection).migration_qs.create(
            app="readyz", name="readyz", applied=SystemClock().now()
        )
        transaction.set_rollback(True)
    return True, "skrivbar"


def migrations_current() -> tuple[bool, str]:
    """Every migration of this version has been run."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (False, f"{len(missing)} ej körda") if missing else (True, "aktuella")


def work_items_consistent() -> tuple[bool, str]:
    """What the last `remissvakt check` found. A new installation has not been checked yet: that is no failure."""
    last = CheckRun.objects.order_by("-at").values_list("at", "findings").first()
    if last is None:
        return True, "ej kontrollerat"
    at, findings = last
    return findings == 0, f"{findings} fynd {format_instant(at)}"


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "database": database_writable,
    "migrations": migrations_current,
    "work_items": work_items_consistent,
}


def _checked(name: str, check: Callable[[], tuple[bool, str]]) -> dict[str, object]:
    try:
        good, detail = check()
    except (Error, sqlite3.Error) as error:
        log.warning("readyz", check=name, failure=type(error).__name__)
        good, detail = False, "gick inte att kontrollera"
    return {"check": name, "ok": good, "detail": detail}
