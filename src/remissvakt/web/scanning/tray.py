"""/skanning/: the unit's scan tray. Files are dropped here, read by the worker, and seen on their way (A.6, B.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id, parse_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.documents.models import ScanSource
from remissvakt.organisations.models import Unit
from remissvakt.scanning.receive import MAX_BYTES, receive
from remissvakt.web.frame import CARE, actor_of, page
from remissvakt.web.patients.roles import only
from remissvakt.web.registering.own_unit import at_own_unit

from .tray_rows import tray_of

TITLE = _("Skanna in")
# What the browser offers to choose; the content decides, not the name.
ACCEPTS = ".pdf,.tif,.tiff,.jpg,.jpeg,.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one file: `url` is its scan, or the one that it is the same as."""

    name: str
    done: bool
    words: str
    url: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@only(CARE)
@at_own_unit(TITLE)
def scans(request: HttpRequest, unit: Unit) -> HttpResponse:
    """The tray. POST: one file or many, in `file`; a script sends them one by one and is answered in JSON."""
    if request.method != "POST":
        return _draw(request, unit)
    batch = parse_id(request.POST.get("batch"))
    files = request.FILES.getlist("file")
    if batch is None or not files:
        taken = [Taken(name="", done=False, words=now_("Välj minst en fil."))]
    else:
        number = request.POST.get("number", "")
        taken = [_take(request, unit, file, f"{batch} {number} {at}") for at, file in enumerate(files)]
    good = all(one.done for one in taken)
    if request.headers.get("Accept", "").startswith("application/json"):
        [one] = taken[:1]
        answer = {"done": one.done, "words": one.words, "url": one.url}
        return JsonResponse(answer, status=200 if good else 422)
    return _draw(request, unit, taken=taken, status=200 if good else 422)


def _take(request: HttpRequest, unit: Unit, file: UploadedFile, key: str) -> Taken:
    """Hand one file over. The same form sent once more gives the same ids, and so nothing new."""
    name = file.name or ""
    now = request.now  # type: ignore[attr-defined]
    try:
        scan = receive(
            scan_id=_scan_id(key, name, file.size or 0),
            unit_id=unit.id,
            content=file.file,  # type: ignore[arg-type]
            size=file.size,
            name=name,
            source=ScanSource.PAGE.value,
            arrived_on=local_date(now),
            actor=actor_of(request),
            now=now,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return Taken(name=name, done=False, words=refusal.message, url=_same(refusal))
    return Taken(name=name, done=True, words=now_("Mottagen, läses strax"), url=_address(scan.id))


def _scan_id(key: str, name: str, size: int) -> UUID:
    batch, _space, place = key.partition(" ")
    return uuid5(UUID(batch), f"{place} {name} {size}")


def _same(refusal: Refusal) -> str:
    """The scan that the file has come as before, where that is why it was refused."""
    earlier = refusal.params.get("scan")
    return _address(earlier) if isinstance(earlier, UUID) else ""


def _address(scan_id: UUID) -> str:
    return reverse("scan", kwargs={"scan_id": scan_id})


def _draw(
    request: HttpRequest, unit: Unit, *, taken: list[Taken] | None = None, status: int = 200
) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    today, earlier = tray_of(unit_id=unit.id, actor=actor_of(request), today=local_date(now))
    context: dict[str, Any] = {
        "unit": unit,
        "batch": new_id(now=now),
        "taken": taken or [],
        "today_rows": today,
        "earlier_rows": earlier,
        "under_way": any(row.under_way for row in (*today, *earlier)),
        "accepts": ACCEPTS,
        "largest": MAX_BYTES // (1024 * 1024),
        "here": request.get_full_path(),
    }
    return page(request, "scanning/tray.html", context, status=status)
