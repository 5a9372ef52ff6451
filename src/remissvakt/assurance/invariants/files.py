"""D6. Every stored file is there, whole, under a key that we have; what refers to one finds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from remissvakt.dictation.models import Recording, RecordingState
from remissvakt.dictation.sound import ERASED, sound_of
from remissvakt.storage.frames import stored_size
from remissvakt.storage.inventory import side_by_side
from remissvakt.storage.keys import ring
from remissvakt.storage.models import StoredFile
from remissvakt.storage.references import nobody_refers, references
from remissvakt.storage.store import backend_now


def files_there(now: datetime) -> Iterator[tuple[str, str]]:
    """Each row has its file, of the right size; what is called erased is gone."""
    backend = backend_now()
    for row, found in side_by_side():
        if row is None:
            continue
        if row.erased_at is not None:
            if found and backend.exists(row.sha256):
                yield row.sha256, _("gallrad, men filen finns kvar")
        elif found is None:
            # Put since the folder was read, or gone.
            if not backend.exists(row.sha256):
                yield row.sha256, _("filen saknas i lagringen")
        elif found.size != stored_size(row.size):
            yield row.sha256, _("filen är avkortad eller för lång")


def files_whole(now: datetime) -> Iterator[tuple[str, str]]:
    """No file failed when its bytes were last compared with its SHA-256 (`remissvakt check --files`)."""
    failed = StoredFile.objects.filter(erased_at=None, verified_at=None)
    for sha256 in failed.order_by("sha256").values_list("sha256", flat=True):
        yield sha256, _("innehållet var skadat när det lästes senast")


def files_have_keys(now: datetime) -> Iterator[tuple[str, str]]:
    """Every file is under a key of this installation."""
    rows = StoredFile.objects.filter(erased_at=None).exclude(key_name__in=ring().keys)
    for sha256, key_name in rows.order_by("sha256").values_list("sha256", "key_name"):
        yield sha256, _("krypterad med nyckeln %(name)s, som saknas här") % {"name": key_name}


def files_referred(now: datetime) -> Iterator[tuple[str, str]]:
    """Only recordings whose time is over refer to erased files; and what was said in them is erased."""
    for field in references():
        rows = field.model._base_manager.filter(**{f"{field.name}__erased_at__isnull": False})
        if field.model in ERASED:
            rows = rows.exclude(ERASED[field.model])
        for key in rows.values_list("pk", flat=True)[:1000]:
            table = field.model._meta.model_name
            yield str(key), _("hänvisar till en fil som är gallrad (%(table)s)") % {"table": table}
    over = Recording.objects.filter(state=RecordingState.ERASED)
    left = nobody_refers(sound_of(over).filter(erased_at=None), apart_from=ERASED)
    for sha256 in left.values_list("sha256", flat=True):
        yield sha256, _("ljudet finns kvar, men inspelningen är gallrad")
