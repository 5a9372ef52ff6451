"""What can be wrong with a stored file. Each is a refusal, so that every door says it in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal


class Missing(Refusal):
    """Nothing is stored under this SHA-256, or it has been erased."""

    def __init__(self) -> None:
        super().__init__("file_missing", _("Filen finns inte i lagringen. Säg till den som sköter driften."))


class Damaged(Refusal):
    """What is stored under this SHA-256 is not what was put there, or is under a key that is not here."""

    def __init__(self, reason: str) -> None:
        super().__init__("file_damaged", _("Filen är skadad i lagringen. Säg till den som sköter driften."))
        self.reason = reason  # English, for the check and the log: never anything of the content


class UnknownKey(Damaged):
    """It is encrypted with a key that is not among those of this installation."""

    def __init__(self, key_name: str) -> None:
        super().__init__("unknown key")
        self.key_name = key_name


class NotStored(Refusal):
    """The bytes could not be made durable: a full disk, a storage that does not answer. Nothing was stored."""

    def __init__(self) -> None:
        super().__init__(
            "file_not_stored", _("Filen kunde inte sparas. Inget är sparat: försök igen om en stund.")
        )


class Unreachable(Refusal):
    """The place where the files lie does not answer."""

    def __init__(self) -> None:
        super().__init__("files_unreachable", _("Lagringen svarar inte. Försök igen om en stund."))
