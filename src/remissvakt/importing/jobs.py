"""The steps of an import in the browser: upload, check, bring in or drop. Each may be left and come back to.

Short files are done at once; longer ones in a thread of their own, which finishes also when the service is
told to stop. A job whose process died has written nothing: bringing in is one transaction, and done again it
finds what is there already.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.import_open import import_open, may_import

from . import progress
from .models import ImportJob, JobState
from .read import read_file
from .report import Report
from .writing import writing

log = structlog.get_logger(__name__)
# Up to this size (bytes), and as many new referrals, a file is done while the browser waits.
SHORT_FILE = 100_000
SHORT_IMPORT = 300
# A file that nobody has done anything with for so long is dropped.
KEPT_HOURS = 24
_WITH_CONTENT = (JobState.CHECKING, JobState.CHECKED, JobState.IMPORTING)


def begin_job(*, raw: bytes, unit_id: UUID, create_units: bool, actor: Actor, now: datetime) -> ImportJob:
    """Keep the file and check it. Raises NotFound or Refusal for who asks and for a role that may not."""
    may_import(unit_id=unit_id, actor=actor, new_units=create_units)
    with transaction.atomic(durable=True):
        drop_old_jobs(now=now)
        job = ImportJob(
            id=new_id(now=now),
            unit_id=unit_id,
            person_id=actor.person_id,
            create_units=create_units,
            state=JobState.CHECKING,
            begun_at=now,
            changed_at=now,
            size=len(raw),
            digest=hashlib.sha256(raw).hexdigest(),
            content=raw,
        )
        job.save(force_insert=True)
    progress.tell(job.id, done=0, total=0)
    _run(
        job.id,
        lambda: check_job(job_id=job.id, actor=actor, now=now),
        now=now,
        apart=len(raw) > SHORT_FILE,
    )
    return job


def check_job(*, job_id: UUID, actor: Actor, now: datetime) -> None:
    """Read the file and keep the report, or why it cannot be read."""
    job = ImportJob.objects.get(id=job_id, state=JobState.CHECKING)
    try:
        report = _read(job, actor=actor, now=now)
    except Refusal as refusal:
        _end(job_id, JobState.UNREADABLE, now=now, refusal=refusal.message)
        return
    _end(job_id, JobState.CHECKED, now=now, report=report.plain())


def confirm_job(*, job: ImportJob, actor: Actor, now: datetime) -> None:
    """Bring in a file that was checked without faults. Raises Refusal "not_checked" or "has_faults"."""
    may_import(unit_id=job.unit_id, actor=actor, new_units=job.create_units)
    if job.report.get("fault_total"):
        raise Refusal("has_faults", _("Filen har fel och kan inte föras in. Rätta den och börja om."))
    taken = ImportJob.objects.filter(id=job.id, state=JobState.CHECKED).update(
        state=JobState.IMPORTING, changed_at=now
    )
    if not taken:
        raise Refusal("not_checked", _("Filen förs redan in, eller är redan hanterad."))
    progress.tell(job.id, done=0, total=job.report.get("new", 0))
    _run(
        job.id,
        lambda: import_job(job_id=job.id, actor=actor, now=now),
        now=now,
        apart=job.report.get("new", 0) > SHORT_IMPORT or job.size > SHORT_FILE,
    )


def import_job(*, job_id: UUID, actor: Actor, now: datetime) -> None:
    """Read the file anew, since much may have happened since it was checked, and bring it in."""
    job = ImportJob.objects.get(id=job_id, state=JobState.IMPORTING)
    try:
        report = _read(job, actor=actor, now=now, quiet=True)
        if report.faults:
            _end(job_id, JobState.CHECKED, now=now, report=report.plain())
            return
        with writing():
            done = import_open(
                batch=report.batch,
                unit_id=job.unit_id,
                actor=actor,
                now=now,
                progress=lambda done, total: progress.tell(job_id, done=done, total=total),
            )
    except Refusal as refusal:
        _end(job_id, JobState.CHECKED, now=now, refusal=refusal.message)
        return
    _end(job_id, JobState.DONE, now=now, outcome=asdict(done))


def drop_job(*, job: ImportJob, now: datetime) -> None:
    """Forget the file. Raises Refusal "under_way" while it is being brought in."""
    dropped = ImportJob.objects.filter(id=job.id, state__in=(JobState.CHECKING, JobState.CHECKED)).update(
        state=JobState.DROPPED, changed_at=now, content=None
    )
    if not dropped:
        raise Refusal("under_way", _("Filen förs in nu, eller är redan hanterad, och kan inte avbrytas."))
    progress.forget(job.id)


def open_job(*, job_id: UUID, actor: Actor, now: datetime) -> ImportJob:
    """One of the actor's own jobs, at a unit of the present assignment, without the file. Raises NotFound.

    A job whose process has gone silent is put back to where it can be begun again.
    """
    job = (
        ImportJob.objects.defer("content")
        .select_related("unit")
        .filter(id=job_id, person_id=actor.person_id, unit_id__in=actor.unit_ids)
        .first()
    )
    if job is None:
        raise NotFound
    if job.state in (JobState.CHECKING, JobState.IMPORTING) and _silent(job, now):
        _put_back(job, now=now)
        job.refresh_from_db(fields=["state", "refusal", "changed_at"])
    return job


def own_jobs(*, actor: Actor) -> list[ImportJob]:
    """The actor's latest jobs at the units of the present assignment."""
    rows = ImportJob.objects.defer("content", "report").select_related("unit")
    return list(rows.filter(person_id=actor.person_id, unit_id__in=actor.unit_ids).order_by("-begun_at")[:10])


def drop_old_jobs(*, now: datetime) -> None:
    """Files that were left lying are forgotten."""
    ImportJob.objects.filter(
        state__in=(JobState.CHECKING, JobState.CHECKED), changed_at__lt=now - timedelta(hours=KEPT_HOURS)
    ).update(state=JobState.DROPPED, content=None, changed_at=now)


def _read(job: ImportJob, *, actor: Actor, now: datetime, quiet: bool = False) -> Report:
    assert job.content is not None
    return read_file(
        bytes(job.content),
        unit_id=job.unit_id,
        actor=actor,
        now=now,
        create_units=job.create_units,
        progress=lambda done, total: None if quiet else progress.tell(job.id, done=done, total=total),
    )


def _end(
    job_id: UUID,
    state: JobState,
    *,
    now: datetime,
    report: dict[str, object] | None = None,
    outcome: dict[str, object] | None = None,
    refusal: str = "",
) -> None:
    values: dict[str, object] = {"state": state, "changed_at": now, "refusal": refusal}
    values |= {"report": report} if report is not None else {}
    values |= {"outcome": outcome} if outcome is not None else {}
    if state not in _WITH_CONTENT:
        values["content"] = None
    ImportJob.objects.filter(id=job_id, state__in=(JobState.CHECKING, JobState.IMPORTING)).update(**values)
    progress.forget(job_id)


def _silent(job: ImportJob, now: datetime) -> bool:
    age = progress.age(job.id, at=now.timestamp())
    since = (now - job.changed_at).total_seconds()
    return since > progress.SILENT_AFTER and (age is None or age > progress.SILENT_AFTER)


def _put_back(job: ImportJob, *, now: datetime) -> None:
    checking = job.state == JobState.CHECKING
    ImportJob.objects.filter(id=job.id, state=job.state, changed_at=job.changed_at).update(
        state=JobState.DROPPED if checking else JobState.CHECKED,
        changed_at=now,
        refusal=str(_("Arbetet avbröts av ett fel eller en omstart. Inget är infört: försök igen.")),
        **({"content": None} if checking else {}),
    )
    progress.forget(job.id)


def _run(job_id: UUID, step: Callable[[], None], *, now: datetime, apart: bool) -> None:
    """Do the step now, or apart in a thread that ends before the service does."""
    if not apart:
        _do(job_id, step, now=now)
        return
    language = translation.get_language()

    def work() -> None:
        try:
            with translation.override(language):
                _do(job_id, step, now=now)
        finally:
            connection.close()

    threading.Thread(target=work, name="import", daemon=False).start()


def _do(job_id: UUID, step: Callable[[], None], *, now: datetime) -> None:
    """A fault of ours, or of the database, leaves a job that can be begun again, and a line in the log."""
    try:
        step()
    except Exception:
        log.exception("import failed")
        with suppress(DatabaseError):
            _put_back(ImportJob.objects.defer("content").get(id=job_id), now=now)
