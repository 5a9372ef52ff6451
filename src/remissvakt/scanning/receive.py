"""A file comes to a unit's tray: kept first, then visible as work the same moment (A.3, A.6, B.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.documents.models import Document, Scan, ScanSource
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions.texts import one_of, past_day
from remissvakt.referrals.limits_lock import share_limits
from remissvakt.referrals.record import record_paper
from remissvakt.referrals.rules.who import require_care_role
from remissvakt.sandbox.scan_refusals import refusal_text
from remissvakt.storage import store
from remissvakt.storage.models import StoredFile

from .kinds import media_type_of
from .names import shown_name

MAX_BYTES = 100 * 1024 * 1024
_CHUNK = 64 * 1024


def receive(
    *,
    scan_id: UUID,
    unit_id: UUID,
    content: BinaryIO | Iterable[bytes],
    size: int | None,
    name: str,
    source: str,
    arrived_on: date,
    actor: Actor | None,
    now: datetime,
    sender: str = "",
) -> Scan:
    """Keep the file, and put it in the unit's Okopplade as one document until it has been read and split.

    `scan_id` is drawn when the form is shown (the same file sent twice with the same id returns the first scan);
    `source` is a ScanSource; `actor` is None for the folder and the mail. Raises NotFound, or Refusal
    "scan_empty", "scan_too_large", "scan_unknown_type" and "same_file_before" (params who, when, scan: its id).
    """
    _may(actor, unit_id)
    one_of(source, ScanSource.values, field="source")
    past_day(arrived_on, today=local_date(now), field="arrived_on")
    if size is not None and size > MAX_BYTES:
        raise _refused("scan_too_large")
    pieces = _counted(_pieces(content))
    beginning = _beginning(pieces)
    media_type = media_type_of(beginning)
    if media_type is None:
        raise _refused("scan_unknown_type" if beginning else "scan_empty")
    # Outside the transaction: it encrypts and syncs 100 MB, and SQLite lets one writer in at a time.
    file = store.put(content=chain((beginning,), pieces), media_type=media_type, now=now)
    scan = Scan(
        id=scan_id,
        unit_id=unit_id,
        file=file,
        name=shown_name(name),
        source=source,
        arrived_on=arrived_on,
        received_at=now,
        received_by_id=actor.person_id if actor else None,
    )
    try:
        with transaction.atomic(durable=True):
            share_limits()
            # The row is there as put made it; should somebody take the file away meanwhile, this waits or fails.
            StoredFile.objects.select_for_update().get(sha256=file.sha256)
            former = _former(unit_id=unit_id, sha256=file.sha256)
            if former is not None:
                return _twice(former, scan_id=scan_id)
            scan.save(force_insert=True)
            _put_in_tray(scan, sender=sender, now=now)
    except IntegrityError:
        former = _former(unit_id=unit_id, sha256=file.sha256)
        if former is None:
            raise Refusal(
                "already_registered", _("Det här är redan registrerat: formuläret skickades två gånger.")
            ) from None
        return _twice(former, scan_id=scan_id)
    return scan


def _may(actor: Actor | None, unit_id: UUID) -> None:
    if actor is not None:
        require_care_role(actor.role)
        if unit_id not in actor.unit_ids:
            raise NotFound
    if not Unit.objects.filter(id=unit_id, local=True, active=True, kind="care").exists():
        raise NotFound


def _put_in_tray(scan: Scan, *, sender: str, now: datetime) -> None:
    document = Document(
        id=new_id(now=now),
        unit_id=scan.unit_id,
        scan=scan,
        arrived_on=scan.arrived_on,
        sender=sender,
        description=scan.name,
        registered_at=now,
        registered_by_id=scan.received_by_id,
    )
    document.save(force_insert=True)
    record_paper(document)


def _former(*, unit_id: UUID, sha256: str) -> Scan | None:
    return Scan.objects.select_related("received_by").filter(unit_id=unit_id, file_id=sha256).first()


def _twice(former: Scan, *, scan_id: UUID) -> Scan:
    """The same form again had its effect the first time; the same file in another form is recognised."""
    if former.id == scan_id:
        return former
    if former.received_by is None:
        raise Refusal(
            "same_file_before",
            _("Samma fil kom in %(when)s. Den finns redan här."),
            field="file",
            when=former.received_at,
            scan=former.id,
        )
    raise Refusal(
        "same_file_before",
        _("Samma fil lades in %(when)s av %(who)s. Den finns redan här."),
        field="file",
        when=former.received_at,
        who=former.received_by.name,
        scan=former.id,
    )


def _pieces(content: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    if hasattr(content, "read"):
        return iter(lambda: content.read(_CHUNK), b"")
    return (piece for piece in content if piece)


def _counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MAX_BYTES:
            raise _refused("scan_too_large")
        yield piece


def _beginning(pieces: Iterator[bytes]) -> bytes:
    """At least the first 1024 bytes, or all there are."""
    beginning = b""
    for piece in pieces:
        beginning += piece
        if len(beginning) >= 1024:
            break
    return beginning


def _refused(code: str) -> Refusal:
    return Refusal(code, refusal_text(code), field="file")
