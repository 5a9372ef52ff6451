"""Every walk whose acts are in the table: the factories' and those of the modules here."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any

from factories import walks
from factories.region import Region

from . import import_walks, letter_walks, paper_walks, receiver_walks, sender_walks, speech_walks
from .calls import Walk

_MODULES = (sender_walks, receiver_walks, letter_walks, paper_walks, speech_walks, import_walks)


def _of_factory(state: Callable[..., Any]) -> Walk:
    def walk(region: Region, now: datetime) -> None:
        state(region, now=now)

    return walk


def _of(module: ModuleType) -> dict[str, Walk]:
    return {
        name: walk
        for name, walk in vars(module).items()
        if inspect.isfunction(walk)
        and walk.__module__ == module.__name__
        and [*inspect.signature(walk).parameters] == ["region", "now"]
    }


WALKS: dict[str, Walk] = {name: _of_factory(state) for name, state in walks.STATES.items()}
for _module in _MODULES:
    WALKS |= _of(_module)

# Acts that want other things elsewhere than where they are first done.
ALSO_TRIED = {
    "acknowledge.acknowledge": ("watch_kept", "reprioritisation_asked", "rejection_handled_at_once"),
    "answer.complete_answer": ("confirmation_dictated",),
    "ask_receiver.answer_request": ("earlier_time_granted",),
    "ask_receiver.withdraw": ("withdrawn_by_letter",),
    "assess.assess": ("assessed_then_all_else",),
    "decide.decide": ("dictated",),
    "edit_text.edit_text": ("change_completed_and_sent",),
    "forward.forward": ("forwarded_outside",),
    "inform_patient.inform_patient": ("patient_told",),
    "letters.complete_letter": ("kallelse_step_by_step",),
    "register_reply.register_reply": ("registered_forwarding", "registered_request", "registered_answer"),
    "send.send": ("change_completed_and_sent",),
    "sign.sign": ("change_completed_and_sent",),
    "type_dictation.hand_on": ("answer_sent_back", "letter_sent_back"),
}
