"""From a file to pages with pictures: read apart, each picture kept as it comes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from remissvakt.core.ids import new_id
from remissvakt.documents.models import Scan, ScanPage
from remissvakt.sandbox.scans import ReadPage, read_scan
from remissvakt.storage import store

PICTURE = "image/jpeg"
# In place of a token: a page with several different ones begins a document, but says nothing of whose.
SEVERAL = "SEVERAL"


def read_pages(scan: Scan, *, now: datetime) -> int:
    """Read the scan; return how many pages it has. Raises sandbox `Refused`, and what the storage refuses.

    Pages that an earlier attempt has kept are left as they are: the same file gives the same pages.
    """
    there = set(scan.pages.values_list("number", flat=True))

    def keep(page: ReadPage) -> None:
        if page.number not in there:
            _keep(scan, page, now=now)

    return read_scan(content=store.chunks(sha256=scan.file_id), on_page=keep)


def _keep(scan: Scan, page: ReadPage, *, now: datetime) -> None:
    with transaction.atomic():  # one, for both pictures and the page: a commit costs as much as a picture
        picture = store.put(content=page.picture, media_type=PICTURE, now=now)
        small = store.put(content=page.small_picture, media_type=PICTURE, now=now)
        ScanPage.objects.bulk_create(
            [
                ScanPage(
                    id=new_id(now=now),
                    scan=scan,
                    number=page.number,
                    picture=picture,
                    small_picture=small,
                    width=page.width,
                    height=page.height,
                    skew_tenths=page.skew_tenths,
                    blank=page.blank,
                    separator=page.separator,
                    token=_token(page.tokens),
                )
            ],
            ignore_conflicts=True,
        )
        Scan.objects.filter(id=scan.id).update(pages_read=page.number, page_count=page.page_count)


def _token(tokens: tuple[str, ...]) -> str:
    different = set(tokens)
    return SEVERAL if len(different) > 1 else "".join(different)
