"""Does a fault pass by itself once disk and database are well again, so that the same form may be sent then?"""

from __future__ import annotations

import errno

from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError

# What a disk says that is full, or that cannot be written to.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
# PostgreSQL says of a file system that is read-only what it says of a right that is missing (its errcodes, 42501).
_NOT_ALLOWED = "42501"


def passes(error: BaseException | None) -> bool:
    """Whether disk or database was away, full, broken or not to be written to; False for a fault of ours."""
    if isinstance(error, OSError):
        return error.errno in _DISK
    if isinstance(error, ProgrammingError):
        return getattr(error.__cause__, "sqlstate", None) == _NOT_ALLOWED
    return isinstance(error, OperationalError | InterfaceError | InternalError)
