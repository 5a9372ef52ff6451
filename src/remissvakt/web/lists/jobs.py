"""What can be done with many rows at once? Never acknowledging, and never closing (ui.md).

Each job is one action of the heart, called once for each referral; the heart's rules decide, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from remissvakt.core.ids import new_id
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.assess import assign
from remissvakt.referrals.actions.change_watcher import change_watcher
from remissvakt.referrals.actions.letters import LetterDraft
from remissvakt.referrals.actions.watch import chase, move_watch
from remissvakt.referrals.rules.who import CARE, DECIDING, LEADING
from remissvakt.referrals.states import Node
from remissvakt.worklists.nodes import UNOWNED

from .bulk_forms import AssessorForm, ChaseForm, JobForm, MoveForm, WatcherForm
from .listing import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One referral that a job is done to, and the version of it (or of its case) that was seen."""

    referral_id: UUID
    case_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job: its words, its form, the lists it belongs to, who may try it, and what it calls."""

    title: Any
    button: Any
    done: Any  # plural text with %(n)s
    lists: Collection[str]
    roles: Collection[str]
    form: type[JobForm]
    on_case: bool
    assignees: Collection[str]  # roles of those who can be chosen; empty where nobody is chosen
    act: Callable[[Target, dict[str, Any], Actor, datetime], object]

    def fits(self, *, node: str, key: str, has_case: bool) -> bool:
        """Whether a row is about what the job changes: a case, or our own watch of a referral."""
        if self.on_case:
            return has_case and node in (Node.INBOX, Node.ANSWER)
        return key == "watch"


def _assign(target: Target, data: dict[str, Any], actor: Actor, now: datetime) -> object:
    assert target.case_id
    return assign(
        case_id=target.case_id, version=target.version, assessor_id=data["assessor"], actor=actor, now=now
    )


def _change_watcher(target: Target, data: dict[str, Any], actor: Actor, now: datetime) -> object:
    return change_watcher(
        referral_id=target.referral_id,
        version=target.version,
        watcher_id=data["watcher"],
        actor=actor,
        now=now,
    )


def _move(target: Target, data: dict[str, Any], actor: Actor, now: datetime) -> object:
    return move_watch(
        referral_id=target.referral_id,
        version=target.version,
        watch_on=data["watch_on"],
        reason=data["reason"],
        actor=actor,
        now=now,
    )


def _chase(target: Target, data: dict[str, Any], actor: Actor, now: datetime) -> object:
    return chase(
        referral_id=target.referral_id,
        version=target.version,
        how=data["how"],
        reached=data["reached"],
        said=data["said"],
        watch_on=data["watch_on"],
        letter=LetterDraft(letter_id=new_id(now=now), text=data["letter_text"])
        if data["letter_text"]
        else None,
        actor=actor,
        now=now,
    )


_CASES = (Node.INBOX.value, Node.ANSWER.value, UNOWNED)
_WATCHES = (Node.WATCH.value, UNOWNED)
JOBS: dict[str, Job] = {
    "bedomare": Job(
        title=_("Byt ansvarig bedömare"),
        button=_("Byt bedömare"),
        done=ngettext_lazy("%(n)s ärende har fått bedömare.", "%(n)s ärenden har fått bedömare.", "n"),
        lists=_CASES,
        roles=LEADING,
        form=AssessorForm,
        on_case=True,
        assignees=DECIDING,
        act=_assign,
    ),
    "bevakare": Job(
        title=_("Byt bevakare"),
        button=_("Byt bevakare"),
        done=ngettext_lazy("%(n)s remiss har bytt bevakare.", "%(n)s remisser har bytt bevakare.", "n"),
        lists=_WATCHES,
        roles=LEADING,
        form=WatcherForm,
        on_case=False,
        assignees=CARE,
        act=_change_watcher,
    ),
    "flytta": Job(
        title=_("Flytta bevakningen"),
        button=_("Flytta bevakning"),
        done=ngettext_lazy("%(n)s bevakning är flyttad.", "%(n)s bevakningar är flyttade.", "n"),
        lists=(Node.WATCH.value,),
        roles=CARE,
        form=MoveForm,
        on_case=False,
        assignees=(),
        act=_move,
    ),
    "efterfraga": Job(
        title=_("Efterfråga hos mottagaren"),
        button=_("Efterfråga"),
        done=ngettext_lazy("%(n)s remiss är efterfrågad.", "%(n)s remisser är efterfrågade.", "n"),
        lists=(Node.WATCH.value,),
        roles=CARE,
        form=ChaseForm,
        on_case=False,
        assignees=(),
        act=_chase,
    ),
}


def possible_jobs(listing: Listing) -> list[str]:
    """Return the names of the jobs that a list offers to the actor's role, most used first."""
    return [
        name
        for name, job in JOBS.items()
        if listing.work_list.name in job.lists and listing.actor.role in job.roles
    ]


def prints_rows(listing: Listing) -> bool:
    """Whether the rows of a list are referrals: loose papers and certificates are looked for in their own systems."""
    return listing.work_list.name not in (Node.UNLINKED, Node.CERTIFICATE)


def prints_letters(listing: Listing) -> bool:
    """Whether the rows of a list are letters to print, and the actor works with them."""
    return listing.work_list.name == Node.SEND and listing.actor.role in CARE
