"""What a page that does one thing is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.referrals.rules import Action

from ..subject import Subject


class ActForm(forms.Form):
    """The fields of one act. Knows what it is about, so that choices and first values fit it.

    `aliases` leads a refusal's field name to the field that stands for it here. `template_kind` names the
    kind of the unit's reply templates that fill `template_field`.
    """

    aliases: ClassVar[Mapping[str, str]] = {}
    template_kind: ClassVar[str] = ""
    template_field: ClassVar[str] = "text"

    def __init__(self, *args: Any, subject: Subject, **options: Any) -> None:
        super().__init__(*args, **options)
        self.subject = subject
        for one in self.fields.values():
            if hasattr(one, "today"):
                one.today = subject.today
        self.prepare(subject)

    def prepare(self, subject: Subject) -> None:
        """Fill in choices and first values."""

    def add_refusal(self, refusal: Refusal) -> None:
        """Put a refusal at the field it is about."""
        name = self.aliases.get(refusal.field or "", refusal.field)
        self.add_error(name if name in self.fields else None, refusal.message)


@dataclass(slots=True)
class Doing:
    """One act being done: what it is about, what was filled in, and the versions that were seen."""

    subject: Subject
    data: dict[str, Any]
    version: int
    draft_version: int
    new_id: UUID

    @property
    def common(self) -> dict[str, Any]:
        """The arguments that every action takes."""
        return {"actor": self.subject.actor, "now": self.subject.now}

    @property
    def referral(self) -> dict[str, Any]:
        return {"referral_id": self.subject.referral.id, "version": self.version, **self.common}

    @property
    def case(self) -> dict[str, Any]:
        assert self.subject.case is not None
        return {"case_id": self.subject.case.id, "version": self.version, **self.common}

    @property
    def reply(self) -> dict[str, Any]:
        assert self.subject.reply is not None
        return {"reply_id": self.subject.reply.id, "version": self.version, **self.common}

    @property
    def draft(self) -> dict[str, Any]:
        assert self.subject.reply is not None
        return {"reply_id": self.subject.reply.id, "draft_version": self.draft_version, **self.common}

    @property
    def delivery(self) -> dict[str, Any]:
        assert self.subject.delivery is not None
        return {"delivery_id": self.subject.delivery.id, "version": self.version, **self.common}

    @property
    def question(self) -> dict[str, Any]:
        assert self.subject.question is not None
        return {"question_id": self.subject.question.id, **self.common}


UNDO = _("Ångra")


@dataclass(frozen=True, slots=True)
class After:
    """How to undo (`post`) or to correct what was just done: another act, and what to call it.

    Or what follows upon it, at `url`.
    """

    slug: str = ""
    label: Any = UNDO
    url: str = ""
    post: bool = False
    params: Mapping[str, Any] = field(default_factory=dict)


Sentence = Callable[[Doing, Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that can be done. `rule` is the heart's action whose rules decide whether.

    `about` is what the address names. `direct`: the button in the list of what can be done does it at once,
    since it can be undone; its page is for those who come by the address. `shows`: what stands beside the form.
    """

    slug: str
    rule: Action
    label: Any
    submit: Any
    run: Callable[[Doing], Any]
    done: Any
    title: Any = ""
    lead: Any = ""
    key: str = ""
    form: type[ActForm] = ActForm
    about: str = "referral"
    direct: bool = False
    after: Callable[[Doing, Any], After | None] | None = None
    shows: str = "referral"  # referral, text (to be signed), reply, question, delivery, request
    calls: bool = False  # one speaks to the receiver: its phone number stands beside the form
    also: Callable[[Subject], Refusal | None] | None = None  # a refusal that the action makes beside its rule

    def sentence(self, doing: Doing, result: Any) -> str:
        """What is said when it is done."""
        return str(self.done(doing, result) if callable(self.done) else self.done)

    def refusals(self, subject: Subject) -> tuple[Refusal, ...]:
        found = subject.opened.may(self.rule, **subject.ids)
        more = self.also(subject) if self.also and not found else None
        return (*found, more) if more else found
