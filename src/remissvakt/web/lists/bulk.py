"""Do one thing with many rows: choose rows, say what, and hear how it went for each.

Each referral is an action call of its own, in its own transaction: one that is refused does not stop the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.models import UnitRoutine
from remissvakt.organisations.people import people_at
from remissvakt.referrals.models import Case, Referral
from remissvakt.web.acting import tell
from remissvakt.web.frame import page
from remissvakt.web.letters.runs import begin
from remissvakt.web.referral.fields import people_choices
from remissvakt.worklists.rows import PAGE_SIZE, WorkRow, read_rows

from .bulk_forms import JobForm
from .jobs import JOBS, Job, Target, possible_jobs, prints_letters, prints_rows
from .listing import Listing, open_listing
from .printing import printed

PRINT, LETTERS = "skriv-ut", "brev"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row with the version of what the job changes, as it was when it was chosen."""

    row: WorkRow
    target: Target


@require_POST
def bulk(request: HttpRequest, whose: str, slug: str) -> HttpResponse:
    """First from the list, with `do` and `item`s: ask. Then from that page, with `version_<item>`s: do."""
    listing = open_listing(request, whose=whose, slug=slug)
    name, ids = request.POST.get("do", ""), _ids(request.POST.getlist("item"))
    if not ids:
        tell(request, _("Markera de rader som det gäller först."), level="warning")
        return HttpResponseRedirect(listing.address())
    now: datetime = request.now  # type: ignore[attr-defined]
    rows = read_rows(
        listing.everything, ids=ids, actor=listing.actor, now=now, today=listing.today, action="read_list"
    )
    if name == PRINT and prints_rows(listing):
        return printed(request, listing, rows)
    if name == LETTERS and prints_letters(listing):
        return begin(
            request, [row.delivery_id for row in rows if row.delivery_id], otherwise=listing.address()
        )
    if name not in possible_jobs(listing):
        raise Http404
    job = JOBS[name]
    chosen = _chosen(job, rows)
    if not chosen:
        tell(request, _("Inget av det du valde går att ändra så: välj andra rader."), level="warning")
        return HttpResponseRedirect(listing.address())
    doing = request.POST.get("bekraftat") == "1"
    form = job.form(
        request.POST if doing else None,
        today=listing.today,
        people=_people(job, listing, chosen),
        initial=_first_values(job, listing, chosen),
    )
    if doing and form.is_valid():
        seen = {one.row.id: _seen_version(request, one) for one in chosen}
        refused = _do_all(job, form, chosen, seen, listing=listing, now=now)
        done = len(chosen) - len(refused)
        if done:
            tell(request, job.done % {"n": done})
        if not refused:
            return HttpResponseRedirect(listing.address())
        if not (done or form.is_valid()):
            return _ask(request, listing, name, job, form, chosen, left=len(ids) - len(chosen))
        return page(
            request,
            "lists/bulk_result.html",
            {"listing": listing, "job": job, "refused": refused, "failed": _failed(len(refused))},
        )
    return _ask(request, listing, name, job, form, chosen, left=len(ids) - len(chosen))


def _ask(
    request: HttpRequest,
    listing: Listing,
    name: str,
    job: Job,
    form: JobForm,
    chosen: list[Chosen],
    left: int,
) -> HttpResponse:
    context = {
        "listing": listing,
        "name": name,
        "job": job,
        "form": form,
        "chosen": [(one.row, one.target.version) for one in chosen],
        "left": ngettext(
            "%(n)s vald rad rör något annat och lämnas som den är.",
            "%(n)s valda rader rör något annat och lämnas som de är.",
            left,
        )
        % {"n": left}
        if left
        else "",
    }
    return page(request, "lists/bulk.html", context, status=422 if form.is_bound else 200)


def _do_all(
    job: Job,
    form: JobForm,
    chosen: Iterable[Chosen],
    seen: dict[UUID, int],
    *,
    listing: Listing,
    now: datetime,
) -> list[tuple[WorkRow, str]]:
    """Call the action for each, and return those that were refused, with why.

    A refusal of a field would be the same for every row: it goes to the form, and nothing more is tried.
    """
    refused: list[tuple[WorkRow, str]] = []
    for one in chosen:
        target = Target(
            referral_id=one.target.referral_id, case_id=one.target.case_id, version=seen[one.row.id]
        )
        try:
            job.act(target, form.cleaned_data, listing.actor, now)
        except NotFound as refusal:
            refused.append((one.row, refusal.message))
        except Refusal as refusal:
            if refusal.field in form.fields and len(refused) == 0 and one is _first(chosen):
                form.add_error(refusal.field, refusal.message)
                return [(other.row, refusal.message) for other in chosen]
            refused.append((one.row, refusal.message))
    return refused


def _first(chosen: Iterable[Chosen]) -> Chosen | None:
    return next(iter(chosen), None)


def _chosen(job: Job, rows: Iterable[WorkRow]) -> list[Chosen]:
    """The rows that the job fits, one for each referral or case, with the present versions; one statement."""
    fitting: dict[UUID, WorkRow] = {}
    for row in rows:
        about = row.case_id if job.on_case else row.referral_id
        if about and job.fits(node=row.node, key=row.key, has_case=row.case_id is not None):
            fitting.setdefault(about, row)
    model: Any = Case if job.on_case else Referral
    versions = dict(model.objects.filter(id__in=list(fitting)).values_list("id", "version"))
    return [
        Chosen(row, Target(referral_id=row.referral_id, case_id=row.case_id, version=versions[about]))
        for about, row in fitting.items()
        if row.referral_id is not None
    ]


def _seen_version(request: HttpRequest, one: Chosen) -> int:
    typed = request.POST.get(f"version_{one.row.id}", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _people(job: Job, listing: Listing, chosen: list[Chosen]) -> list[tuple[Any, Any]]:
    """Whom the work can go to: those of the unit, or of any of them where the rows belong to several."""
    if not job.assignees:
        return []
    found: dict[UUID, Any] = {}
    for unit_id in sorted({one.row.unit_id for one in chosen}):
        for person in people_at(
            unit_id=unit_id, today=listing.today, roles=sorted(job.assignees), with_pools=True
        ):
            found.setdefault(person.id, person)
    return people_choices(found.values(), me=listing.actor.person_id)


def _first_values(job: Job, listing: Listing, chosen: list[Chosen]) -> dict[str, Any]:
    """After a contact the watch moves by the unit's own limit, unless somebody says otherwise (A.4)."""
    if "reached" not in job.form.base_fields:
        return {}
    units = {one.row.unit_id for one in chosen}
    days = UnitRoutine.objects.filter(unit_id__in=units).aggregate(days=Min("chase_days"))["days"]
    return {"watch_on": listing.today + timedelta(days=days)} if days is not None else {}


def _ids(texts: Iterable[str]) -> list[UUID]:
    found = (parse_id(text) for text in texts)
    return list(dict.fromkeys(one for one in found if one is not None))[: 4 * PAGE_SIZE]


def _failed(n: int) -> str:
    return ngettext("%(n)s kunde inte ändras", "%(n)s kunde inte ändras", n) % {"n": n}
