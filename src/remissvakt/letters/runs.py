"""Print many letters together: begin a run, print its letters one by one, and read it again.

Each letter is an act of its own on its own referral: one that is refused does not stop the others, and a run that is
interrupted anywhere goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.access import log_reads
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.organisations.actors import Actor, actor_for
from remissvakt.referrals.change import may_see
from remissvakt.referrals.models import Delivery, Referral
from remissvakt.referrals.rules.who import require_care_role
from remissvakt.referrals.states import DeliveryState, Node
from remissvakt.storage import store

from .content import CoverList, CoverRow
from .models import PrintRun, PrintRunEntry
from .printing import Printed, print_delivery
from .render import page_count, print_run
from .styles import style_of

MOST = 200
AT_ONCE = 10  # letters printed while the person waits; about a second
_LEASE = timedelta(seconds=60)
_STEP = 5  # letters of one piece of work
_SHOWN = (
    "delivery__referral__patient", "delivery__to_unit", "delivery__reply", "delivery__letter",
    "delivery__printed_by", "delivery__sent_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run with those of its letters that one may see, in their order."""

    run: PrintRun
    entries: tuple[PrintRunEntry, ...]

    @property
    def waiting(self) -> int:
        return sum(1 for one in self.entries if one.printed_at is None and not one.refusal)

    @property
    def printed(self) -> tuple[PrintRunEntry, ...]:
        return tuple(one for one in self.entries if one.printed_at is not None)


def begin_run(*, run_id: UUID, delivery_ids: Sequence[UUID], actor: Actor, now: datetime) -> PrintRun:
    """Gather letters to print, in this order; what is not on paper, or not one's own, is left out."""
    require_care_role(actor.role)
    wanted = list(dict.fromkeys(delivery_ids))
    if len(wanted) > MOST:
        raise Refusal("too_many_letters", _("Välj högst %(most)s brev åt gången."), most=MOST)
    rows = Delivery.objects.filter(
        id__in=wanted,
        from_unit_id__in=actor.units_for(Node.SEND),
        channel="paper",
        state=DeliveryState.QUEUED.value,
    )
    found = {row.id: row for row in rows}
    chosen = [found[one] for one in wanted if one in found]
    if not chosen:
        raise Refusal("nothing_to_print", _("Inget av det du valde ska skrivas ut."))
    units = {row.from_unit_id for row in chosen}
    run = PrintRun(
        id=run_id,
        unit_id=units.pop() if len(units) == 1 else actor.unit_id,
        made_at=now,
        made_by_id=actor.person_id,
        assignment_id=actor.assignment_id,
    )
    with transaction.atomic():
        run.save(force_insert=True)
        PrintRunEntry.objects.bulk_create(
            PrintRunEntry(
                id=new_id(now=now),
                run=run,
                number=number,
                delivery=row,
                printed_before=row.printed_at,
            )
            for number, row in enumerate(chosen, start=1)
        )
    return run


def go_on(*, run_id: UUID, actor: Actor, now: datetime, most: int = AT_ONCE) -> bool:
    """Print the next letters of a run, unless somebody does so just now; whether it was ours to do."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    taken = PrintRun.objects.filter(free, id=run_id, finished_at=None).update(taken_until=now + _LEASE)
    if not taken:
        return False
    waiting = PrintRunEntry.objects.filter(run_id=run_id, printed_at=None, refusal="").order_by("number")
    for number in list(waiting.values_list("number", flat=True)[:most]):
        # Read now and not with the others before it: meanwhile somebody may have printed it in another run.
        entry = PrintRunEntry.objects.select_related("run", "delivery__referral", "delivery__printed_by").get(
            run_id=run_id, number=number
        )
        _print(entry, actor=actor, now=now)
    done = not waiting.exists()
    PrintRun.objects.filter(id=run_id).update(taken_until=None, finished_at=now if done else None)
    return True


def work(*, now: datetime) -> bool:
    """Print a few letters of the oldest run that waits, for whoever began it. For the worker."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    run = PrintRun.objects.filter(free, finished_at=None).order_by("made_at").first()
    if run is None:
        return False
    try:
        actor = actor_for(assignment_id=run.assignment_id, person_id=run.made_by_id, today=local_date(now))
    except NotFound:
        _give_up(run, now=now)
        return True
    return go_on(run_id=run.id, actor=actor, now=now, most=_STEP)


def _give_up(run: PrintRun, *, now: datetime) -> None:
    """Whoever began it may no longer print: the letters that are left stay in Att skicka, for others."""
    why = str(_("Den som skrev ut har inte längre uppdraget: skriv ut från Att skicka."))
    with transaction.atomic():
        PrintRunEntry.objects.filter(run=run, printed_at=None, refusal="").update(refusal=why)
        PrintRun.objects.filter(id=run.id).update(finished_at=now, taken_until=None)


def _print(entry: PrintRunEntry, *, actor: Actor, now: datetime) -> None:
    mine = PrintRunEntry.objects.filter(id=entry.id, printed_at=None, refusal="")
    try:
        printed = _already(entry, actor) or _now(entry, actor=actor, now=now)
    except Refusal as refusal:
        mine.update(refusal=refusal.message[:300])
        return
    mine.update(
        printed_at=printed.delivery.printed_at,
        printed_file_id=printed.delivery.printed_file_id,
        pages=printed.pages,
    )


def _already(entry: PrintRunEntry, actor: Actor) -> Printed | None:
    """Printed for this run by an attempt that did not come to note it: the same paper, not a second one."""
    delivery = entry.delivery
    at, file = delivery.printed_at, delivery.printed_file_id
    if at is None or file is None or at == entry.printed_before or at < entry.run.made_at:
        return None
    if delivery.printed_by_id != actor.person_id:
        return None
    pdf = store.read(sha256=file)
    return Printed(delivery=delivery, pdf=pdf, pages=page_count(pdf))


def _now(entry: PrintRunEntry, *, actor: Actor, now: datetime) -> Printed:
    delivery = entry.delivery
    if delivery.printed_at != entry.printed_before:
        raise Stale(
            "printed_meanwhile",
            _("%(who)s skrev ut det %(when)s, sedan du valde det."),
            who=delivery.printed_by.name if delivery.printed_by else "",
            when=delivery.printed_at,
        )
    return print_delivery(
        referral_id=delivery.referral_id,
        delivery_id=delivery.id,
        version=delivery.referral.version,  # whatever happens from here on is refused, not printed twice
        actor=actor,
        now=now,
    )


def runs_of(actor: Actor, *, most: int = 50) -> list[PrintRun]:
    """The newest runs at one's units, each with how many letters it has and how many still lie to be posted."""
    queued = Q(entries__delivery__state=DeliveryState.QUEUED.value, entries__printed_at__isnull=False)
    return list(
        PrintRun.objects.filter(_seen_by(actor))
        .select_related("made_by", "unit")
        .annotate(letters=Count("entries"), unposted=Count("entries", filter=queued))
        .order_by("-made_at")[:most]
    )


def open_run(*, run_id: UUID, actor: Actor, now: datetime, action: str = "read_print_run") -> OpenRun:
    """Read a run with its letters' patients, which is logged. NotFound for another unit's, and for no run at all."""
    require_care_role(actor.role)
    with transaction.atomic():
        run = PrintRun.objects.filter(_seen_by(actor), id=run_id).select_related("made_by", "unit").first()
        if run is None:
            raise NotFound
        entries = tuple(
            PrintRunEntry.objects.filter(_letters_seen_by(actor), run=run)
            .select_related(*_SHOWN)
            .order_by("number")
        )
        patients = [(one.delivery.referral.patient_id, one.delivery.referral_id) for one in entries]
        log_reads(actor=actor, patients=patients, action=action, now=now)
    return OpenRun(run=run, entries=entries)


def _seen_by(actor: Actor) -> Q:
    return Q(unit_id__in=actor.unit_ids) | Q(unit_id=actor.unit_id)


def _letters_seen_by(actor: Actor) -> Q:
    """One's units' letters; in a pool those of one's own runs, and what there still is work for."""
    ours = Q(delivery__from_unit_id__in=actor.unit_ids)
    if not actor.in_pool:
        return ours
    seen = Referral.objects.filter(may_see(actor)).values("id")
    return ours & (Q(run__made_by_id=actor.person_id) | Q(delivery__referral__in=seen))


def pdf_of_run(opened: OpenRun) -> bytes:
    """Everything that was printed, after a list of it: one file for the printer."""
    entries = opened.printed
    cover = CoverList(
        unit=opened.run.unit.name,
        printed_at=opened.run.made_at,
        printed_by=opened.run.made_by.name,
        rows=tuple(_cover_row(one) for one in entries),
    )
    papers = [store.read(sha256=one.printed_file_id) for one in entries if one.printed_file_id]
    return print_run(cover=cover, papers=papers, style=style_of(opened.run.unit))


def _cover_row(entry: PrintRunEntry) -> CoverRow:
    delivery = entry.delivery
    return CoverRow(
        number=entry.number,
        receiver=delivery.to_unit.name if delivery.to_unit else "",
        code=delivery.referral.code,
        kind=kind_of_delivery(delivery),
        pages=entry.pages or 0,
        protected=delivery.to_unit is None and delivery.referral.patient.protected,
    )


def kind_of_delivery(delivery: Delivery) -> str:
    """What is in the envelope, as `words.kind_of` knows it."""
    about = delivery.letter or delivery.reply
    return about.kind if about is not None else "referral"
