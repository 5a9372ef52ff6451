"""What stands on a paper, all of it, and nothing of how it looks or where it comes from. Pure: no database.

Whoever makes the rows into this decides what may be said; `style` says how the unit writes, `render` draws.
What is protected cannot be put on a paper by mistake: a protected patient has no address and no phone here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remissvakt.core.waits import Wait
from remissvakt.documents.models import CodeKind
from remissvakt.referrals.states import LetterKind, ReplyKind


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with its post address, one line each: ("Box 12", "123 45 Staden"). Without lines only the name shows."""

    name: str
    lines: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ShownPatient:
    """The patient as the paper shows them. `number` is 12 characters as it is stored; `notes` as "tolk: finska".

    With `protected` on neither address nor phone may be given: ValueError.
    """

    name: str
    number: str
    address: tuple[str, ...] = ()
    phone: str = ""
    notes: tuple[str, ...] = ()
    protected: bool = False

    def __post_init__(self) -> None:
        if self.protected and (any(self.address) or self.phone):
            raise ValueError("a protected patient's address and phone stand on no paper")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who vouches for the text, and when. Without `signed_at` it is a name under a letter, not a signature."""

    name: str
    title: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every coded page has.

    `payload` is what its two codes say (documents.codes.payload); `code` the referral's short code, for people.
    `language` ("sv", "en") is the letter's own where it has one; else the style's.
    """

    code: str
    payload: str
    dated: date
    patient: ShownPatient
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLetter(Paper):
    """A referral, or a later version of it (A.1).

    `texts` are (name of the text field, text) in the order of the contract: ("question", "…"); empty ones are
    left out. `reason` is a VersionReason's value; shown from version 2 on. `draft` prints as one.
    """

    to: Place | None
    sender: Place
    texts: tuple[tuple[str, str], ...]
    priority: str = ""
    decided_on: date | None = None
    version: int = 1
    reason: str = "NR"
    care_responsibility_remains: bool = False
    signature: Signature | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLetter(Paper):
    """A confirmation or an answer to the referrer, or to a patient who asked for care themselves (A.3, A.6, B.2, B.3).

    `to` None: to the patient. `question` is the referral's, shown small below. What does not go with the
    kind is left empty.
    """

    kind: ReplyKind
    to: Place | None
    sender: Place
    text: str
    referral_dated: date | None = None
    referrer: str = ""  # who wrote the referral
    question: str = ""
    reason: str = ""
    wait: Wait | None = None
    information_wanted_until: date | None = None
    forwarded_to: Place | None = None
    replaces_former: bool = False
    signature: Signature | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverLetter(Paper):
    """To the unit that has the referral: a chase, a re-prioritisation asked for, or a withdrawal (A.3, A.4)."""

    kind: LetterKind
    to: Place
    sender: Place
    text: str
    referral_dated: date | None = None
    answer_wanted_by: date | None = None
    signature: Signature | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientLetter(Paper):
    """To the patient: an appointment (kallelse) or information (B.2, B.3).

    The envelope shows the patient's name and address and nothing of the clinic; a protected patient's goes
    the protected way, which the style knows.
    """

    kind: LetterKind
    sender: Place
    text: str
    appointment_at: datetime | None = None
    appointment_place: str = ""
    appointment_with: str = ""
    signature: Signature | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySheet(Paper):
    """What goes with a paper referral for the receiver to fill in, sign and send back: Bekräftelseblad or Svarsblad.

    `kind` is CONFIRMATION_SHEET or ANSWER_SHEET, and `payload` is that sheet's own. `sender` is the unit that
    printed it: the sheet is addressed to it.
    """

    kind: CodeKind
    sender: Place
    receiver: str
    referral_dated: date | None = None


LetterContent = ReferralLetter | ReplyLetter | ReceiverLetter | PatientLetter | ReplySheet


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One letter of a print run. No patient: `receiver` is a unit's name, or empty for a patient.

    `kind` is a word of `letters.words.kind_of`: "referral", a ReplyKind's or a LetterKind's value.
    """

    number: int
    receiver: str
    code: str
    kind: str
    pages: int
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverList:
    """The first sheet of a print run: what lies in the heap, to be ticked off while it is put in envelopes."""

    unit: str
    printed_at: datetime
    printed_by: str
    rows: tuple[CoverRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOnPaper:
    """One thing that the unit must do, as it is needed when all else is down: whose, what and by when.

    `number` is shown as people write it; `marks` are those of a protected identity. No address and no phone number.
    """

    due_on: date
    since_on: date
    code: str
    number: str
    name: str
    marks: tuple[str, ...]
    other_unit: str
    next_step: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperList:
    """A unit's open watches and cases, to go on by hand with: (heading, rows) each."""

    unit: str
    made_at: datetime
    sections: tuple[tuple[str, tuple[WorkOnPaper, ...]], ...]


@dataclass(frozen=True, slots=True)
class SeparatorSheet:
    """A Skiljeblad: between documents without a code in the scanner. The same for everybody; says nothing."""

    language: str = "sv"
