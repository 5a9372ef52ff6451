"""The tables of the loop. Rules, due dates and writes live elsewhere."""

from .case import Case, PatientNotice
from .certificate import CertificateQuestion
from .contact import Contact, ReceiverRequest
from .delivery import Delivery
from .event import Event
from .letter import Letter
from .question import Question, QuestionMessage
from .referral import Participant, Referral
from .reply import Reply
from .version import ReferralVersion
from .work_item import WorkItem

__all__ = [
    "Case",
    "CertificateQuestion",
    "Contact",
    "Delivery",
    "Event",
    "Letter",
    "Participant",
    "PatientNotice",
    "Question",
    "QuestionMessage",
    "ReceiverRequest",
    "Referral",
    "ReferralVersion",
    "Reply",
    "WorkItem",
]
