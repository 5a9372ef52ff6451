"""Tables made from the code: every refusal, every step between states, every obligation.

script/tables writes them; tests compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from remissvakt.core.refusal import Refusal
from remissvakt.referrals.facts import ReferralFacts
from remissvakt.referrals.obligations import Why
from remissvakt.referrals.rules import Action, Context, refusals
from remissvakt.referrals.states import (
    CASE_STEPS,
    CASE_STEPS_BACK,
    FIRST_CASE_STATES,
    FIRST_REFERRAL_STATES,
    REFERRAL_STEPS,
    CaseState,
    Node,
    ReferralState,
)
from remissvakt.worklists.nodes import BY_NAME
from remissvakt.worklists.reasons import REASONS

from .situations import ANNA, ASA, OLLE, PEOPLE, SARA, SITUATIONS, A, B, C, Somebody, X

OF_CASE = {
    Action.ASSIGN, Action.ASSESS, Action.CONFIRM, Action.REQUEST_INFORMATION, Action.REJECT, Action.CANCEL,
    Action.DECIDE_CONFIRMATION, Action.DECIDE_ANSWER, Action.INFORM_PATIENT, Action.FORWARD, Action.CHASE_FORWARDED,
    Action.ANSWER_REQUEST, Action.WRITE_TO_PATIENT,
}  # fmt: skip
OF_REPLY = {Action.ACKNOWLEDGE, Action.SAY_INSTEAD} | {action for action in Action if "answer" in action} - {
    Action.DECIDE_ANSWER, Action.ANSWER_REQUEST, Action.REGISTER_REQUEST_ANSWER, Action.ANSWER_QUESTION,
}  # fmt: skip
WELL_PLACED = ("referrer", "assessor")
OF_DELIVERY = {Action.MARK_PRINTED, Action.MARK_POSTED, Action.REPORT_FAILED, Action.RESEND}
OF_LETTER = {
    Action.EDIT_LETTER, Action.TRANSCRIBE_LETTER, Action.COMPLETE_LETTER, Action.SIGN_LETTER, Action.SEND_LETTER,
    Action.VOID_LETTER,
}  # fmt: skip
OF_QUESTION = {Action.ANSWER_QUESTION, Action.CLOSE_QUESTION}


def context(action: Action, facts: ReferralFacts, actor: Somebody) -> Context | None:
    """The question to the rules; None where there is nothing that the action could be about."""
    reply = facts.replies[-1] if facts.replies else None
    its_case = facts.cases[0] if facts.cases else None
    delivery = facts.deliveries[0] if facts.deliveries else None
    question = facts.questions[0] if facts.questions else None
    letter = facts.letters[0] if facts.letters else None
    for actions, needed in (
        (OF_CASE, its_case),
        (OF_REPLY, reply),
        (OF_DELIVERY, delivery),
        (OF_QUESTION, question),
        (OF_LETTER, letter),
    ):
        if action in actions and needed is None:
            return None
    return Context(
        facts=facts,
        actor=actor,
        case=its_case,
        reply=reply,
        delivery=delivery,
        question=question,
        letter=letter,
    )


def cells() -> Iterator[tuple[Action, str, str, tuple[Refusal, ...]]]:
    for action in Action:
        for name, facts in SITUATIONS.items():
            for who, actor in PEOPLE.items():
                asked = context(action, facts, actor)
                if asked is not None:
                    yield action, name, who, refusals(action, asked)


def refusals_table() -> str:
    """First when: what the best placed person is refused with, by situation. Then who: where it can be done."""
    when: dict[tuple[str, str], list[str]] = {}
    who: dict[tuple[str, str], dict[str, None]] = {}
    found: dict[tuple[Action, str], dict[str, tuple[Refusal, ...]]] = {}
    for action, name, person, codes in cells():
        found.setdefault((action, name), {})[person] = codes
    for (action, name), people in found.items():
        best = min((people[person] for person in WELL_PLACED), key=len)
        when.setdefault((action.value, _codes(best)), []).append(name)
        if not best:
            for person, codes in people.items():
                who.setdefault((action.value, _codes(codes)), {})[person] = None
    lines = ["When\n", *(f"{act} | {codes} | {' '.join(names)}\n" for (act, codes), names in when.items())]
    lines += ["Who\n", *(f"{act} | {codes} | {' '.join(people)}\n" for (act, codes), people in who.items())]
    return "".join(lines)


def _codes(found: tuple[Refusal, ...]) -> str:
    return " ".join(refusal.code for refusal in found) or "–"


REFERRAL_WORDS = {
    ReferralState.DRAFT: "Utkast",
    ReferralState.SIGNED: "Signerad",
    ReferralState.SENT: "Skickad, bevakas",
    ReferralState.CLOSED: "Avslutad",
    ReferralState.VOIDED: "Makulerad",
}
CASE_WORDS = {
    CaseState.SENT: "Skickad, inte känd som framme",
    CaseState.RECEIVED: "Ej bedömd",
    CaseState.IN_PROGRESS: "Pågår",
    CaseState.ANSWERED: "Besvarad",
    CaseState.REJECTED: "Avvisad",
    CaseState.FORWARDED: "Vidaresänd",
    CaseState.CANCELLED: "Avbruten",
}


def states_page() -> str:
    """docs/states.md."""
    return f"""# Lägen

Gjord av `script/tables` ur `referrals/states.py`. Varje ändring av ett läge går genom de här tabellerna:
ett steg som inte står här kan inte tas, och ett test går igenom dem.

## Remissen

{_diagram(REFERRAL_STEPS, FIRST_REFERRAL_STATES, REFERRAL_WORDS)}

## Konsultationsärendet

Ett ärende är en mottagande enhets ansvar för remissen. Vidaresändning avslutar ett ärende och öppnar nästa.

{_diagram(CASE_STEPS, FIRST_CASE_STATES, CASE_WORDS)}

### Tillbaka

Bara när ett svar var registrerat från ett papper som hör till en annan remiss (`undo_link`): ärendet blir som det var
utan det svaret.

{_steps(CASE_STEPS_BACK, CASE_WORDS)}
"""


def _diagram(steps: Mapping, first: frozenset, words: Mapping) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.name}: {words[state]}" for state in steps]
    lines += [f"    [*] --> {state.name}" for state in steps if state in first]
    for state, following in steps.items():
        lines += [f"    {state.name} --> {new.name}" for new in steps if new in following]
        if not following:
            lines.append(f"    {state.name} --> [*]")
    return "\n".join([*lines, "```", "", _steps(steps, words)])


def _steps(steps: Mapping, words: Mapping) -> str:
    lines = ["| Från | Till |", "| --- | --- |"]
    for state, following in steps.items():
        after = ", ".join(words[new] for new in steps if new in following) or "–"
        lines.append(f"| {words[state]} | {after} |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a reason gives in one situation: where, at which unit, whose, and by when; `rule` says it in words."""

    situation: str
    nodes: tuple[Node, ...]
    unit: UUID
    person: UUID | None
    due_on: date
    rule: str


def day(text: str) -> date:
    return date.fromisoformat(text)


# By hand, from the routine. AT is Thursday 17 December 2026: three working days later is Tuesday the 22nd.
EXPECTED: dict[Why, Expected] = {
    Why.TRANSCRIBE_REFERRAL: Expected(
        "dictated", (Node.TRANSCRIBE,), A, None, day("2026-12-22"), "beslut + 3 arbetsdagar"
    ),
    Why.FINISH_DICTATION: Expected(
        "speaking", (Node.COMPLETE,), A, ANNA, day("2026-12-22"), "som när diktatet skrivs ut"
    ),
    Why.TRANSCRIBE_CONFIRMATION: Expected(
        "confirmation_dictated",
        (Node.TRANSCRIBE,),
        B,
        None,
        day("2026-12-22"),
        "beslut att bekräfta + 3 arbetsdagar",
    ),
    Why.COMPLETE_CONFIRMATION: Expected(
        "confirmation_begun",
        (Node.COMPLETE,),
        B,
        ASA,
        day("2026-12-22"),
        "beslut att bekräfta + 3 arbetsdagar",
    ),
    Why.SIGN_CONFIRMATION: Expected(
        "confirmation_typed", (Node.SIGN,), B, OLLE, day("2026-12-22"), "beslut att bekräfta + 3 arbetsdagar"
    ),
    Why.SEND_CONFIRMATION: Expected(
        "confirmation_signed", (Node.SEND,), B, ASA, day("2026-12-22"), "beslut att bekräfta + 3 arbetsdagar"
    ),
    Why.TRANSCRIBE_LETTER: Expected(
        "letter_dictated", (Node.TRANSCRIBE,), B, None, day("2026-12-22"), "som när brevet skrivs"
    ),
    Why.TRANSCRIBE_ANSWER: Expected(
        "answer_dictated",
        (Node.TRANSCRIBE,),
        B,
        None,
        day("2026-12-22"),
        "beslut att besvara + 3 arbetsdagar",
    ),
    Why.COMPLETE_REFERRAL: Expected(
        "drafted",
        (Node.COMPLETE,),
        A,
        SARA,
        day("2026-12-22"),
        "beslut + 3 arbetsdagar; senare version: när mottagaren vill ha den",
    ),
    Why.COMPLETE_ANSWER: Expected(
        "answer_begun", (Node.COMPLETE,), B, ASA, day("2026-12-22"), "beslut att besvara + 3 arbetsdagar"
    ),
    Why.SIGN_REFERRAL: Expected(
        "completed", (Node.SIGN,), A, ANNA, day("2026-12-22"), "beslut + 3 arbetsdagar"
    ),
    Why.SIGN_ANSWER: Expected(
        "answer_completed", (Node.SIGN,), B, OLLE, day("2026-12-22"), "beslut att besvara + 3 arbetsdagar"
    ),
    Why.SEND_REFERRAL: Expected("signed", (Node.SEND,), A, SARA, day("2026-12-22"), "beslut + 3 arbetsdagar"),
    Why.SEND_ANSWER: Expected(
        "answer_signed", (Node.SEND,), B, ASA, day("2026-12-22"), "beslut att besvara + 3 arbetsdagar"
    ),
    Why.POST_REFERRAL: Expected(
        "sent_outside", (Node.SEND,), A, SARA, day("2026-12-17"), "beslut + 3 arbetsdagar"
    ),
    Why.POST_REPLY: Expected("reply_to_post", (Node.SEND,), B, SARA, day("2026-12-17"), "samma dag"),
    Why.COMPLETE_LETTER: Expected(
        "letter_begun",
        (Node.COMPLETE,),
        B,
        OLLE,
        day("2026-12-22"),
        "beslut + 3 arbetsdagar, till patienten enhetens gräns för besked",
    ),
    Why.SIGN_LETTER: Expected(
        "letter_completed", (Node.SIGN,), B, OLLE, day("2026-12-22"), "som när brevet skrivs"
    ),
    Why.SEND_LETTER: Expected(
        "letter_signed", (Node.SEND,), B, OLLE, day("2026-12-22"), "som när brevet skrivs"
    ),
    Why.POST_LETTER: Expected("letter_to_post", (Node.SEND,), A, SARA, day("2026-12-17"), "samma dag"),
    Why.PRINTED_NOT_POSTED: Expected(
        "printed", (Node.SEND,), A, SARA, day("2026-12-17"), "som innan den skrevs ut"
    ),
    Why.DELIVERY_FAILED: Expected(
        "failed", (Node.SEND, Node.FAILED), A, SARA, day("2026-12-17"), "dagen det misslyckades"
    ),
    Why.NO_RECEIPT: Expected("no_receipt", (Node.SEND,), A, SARA, day("2026-12-18"), "skickat + 1 dag"),
    Why.CONFIRMATION_AWAITED: Expected(
        "sent", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: skickad + 14 dagar"
    ),
    Why.ANSWER_AWAITED: Expected(
        "confirmed", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: den angivna väntetiden"
    ),
    Why.REFUSED_NOTHING_DONE: Expected(
        "rejected", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: dagen det kom"
    ),
    Why.INFORMATION_OWED: Expected(
        "more_wanted", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: mottagarens datum"
    ),
    Why.REPRIORITISATION_AWAITED: Expected(
        "reprioritisation_asked",
        (Node.WATCH,),
        A,
        SARA,
        day("2026-12-31"),
        "bevakningsdatum: begärd + 14 dagar",
    ),
    Why.REPRIORITISATION_DENIED: Expected(
        "reprioritisation_denied",
        (Node.WATCH,),
        A,
        SARA,
        day("2026-12-31"),
        "bevakningsdatum: dagen för beskedet",
    ),
    Why.WITHDRAWAL_AWAITED: Expected(
        "withdrawal_asked", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: begärd + 14 dagar"
    ),
    Why.WITHDRAWAL_DENIED: Expected(
        "withdrawal_denied", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: dagen för beskedet"
    ),
    Why.ANSWER_ARRIVED: Expected(
        "answered", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: som det var när svaret kom"
    ),
    Why.WATCH_KEPT: Expected(
        "watch_kept", (Node.WATCH,), A, SARA, day("2026-12-31"), "bevakningsdatum: som det valdes"
    ),
    Why.CONFIRMATION_UNREAD: Expected(
        "confirmed", (Node.ACKNOWLEDGE,), A, SARA, day("2026-12-22"), "ankomst + 3 arbetsdagar"
    ),
    Why.REFUSAL_UNREAD: Expected(
        "rejected", (Node.ACKNOWLEDGE,), A, ANNA, day("2026-12-22"), "ankomst + 3 arbetsdagar"
    ),
    Why.INFORMATION_WANTED_UNREAD: Expected(
        "more_wanted", (Node.ACKNOWLEDGE,), A, SARA, day("2026-12-22"), "ankomst + 3 arbetsdagar"
    ),
    Why.ANSWER_UNREAD: Expected(
        "answered", (Node.ACKNOWLEDGE,), A, ANNA, day("2026-12-22"), "ankomst + 3 arbetsdagar"
    ),
    Why.INSTEAD_MISSING: Expected(
        "rejection_read", (Node.ACKNOWLEDGE,), A, SARA, day("2026-12-17"), "dagen det kom"
    ),
    Why.INFORMATION_MISSING: Expected(
        "more_wanted", (Node.COMPLETE,), A, ANNA, day("2026-12-27"), "mottagarens datum"
    ),
    Why.NO_ASSESSOR: Expected("sent", (Node.INBOX,), B, None, day("2026-12-17"), "ankomstdagen"),
    Why.NOT_ASSESSED: Expected(
        "assigned", (Node.ANSWER, Node.INBOX), B, OLLE, day("2026-12-31"), "ankomst + ledtid (14 dagar)"
    ),
    Why.NOT_CONFIRMED: Expected(
        "assessed", (Node.ANSWER, Node.INBOX), B, OLLE, day("2026-12-31"), "ankomst + ledtid (14 dagar)"
    ),
    Why.ANSWER_PROMISED: Expected(
        "confirmed", (Node.ANSWER, Node.INBOX), B, OLLE, day("2027-02-11"), "den utlovade väntetiden"
    ),
    Why.ANSWER_DECIDED: Expected(
        "answer_begun",
        (Node.ANSWER, Node.INBOX),
        B,
        OLLE,
        day("2026-12-22"),
        "beslut att besvara + 3 arbetsdagar",
    ),
    Why.INFORMATION_WAITED_FOR: Expected(
        "more_wanted", (Node.ANSWER, Node.INBOX), B, OLLE, day("2026-12-27"), "det begärda datumet"
    ),
    Why.INFORMATION_ARRIVED: Expected(
        "change_sent",
        (Node.ANSWER, Node.INBOX),
        B,
        OLLE,
        day("2026-12-31"),
        "kompletteringen + ledtid (14 dagar)",
    ),
    Why.REPRIORITISATION_ASKED: Expected(
        "reprioritisation_asked", (Node.ANSWER,), B, OLLE, day("2026-12-22"), "begärd + 3 arbetsdagar"
    ),
    Why.WITHDRAWAL_ASKED: Expected(
        "withdrawal_asked", (Node.ANSWER,), B, OLLE, day("2026-12-22"), "begärd + 3 arbetsdagar"
    ),
    Why.PATIENT_NOT_INFORMED: Expected(
        "confirmed", (Node.INFORM,), B, None, day("2026-12-22"), "skickat + 3 arbetsdagar"
    ),
    Why.FORWARDED_NOT_CONFIRMED: Expected(
        "forwarded", (Node.WATCH,), B, ASA, day("2026-12-31"), "vidaresänd + 14 dagar"
    ),
    Why.PAPER_UNREGISTERED: Expected(
        "answer_on_paper", (Node.UNLINKED,), A, None, day("2026-12-17"), "ankomstdagen"
    ),
    Why.QUESTION_UNANSWERED: Expected(
        "asked", (Node.QUESTION,), A, ANNA, day("2026-12-21"), "frågad + 2 arbetsdagar"
    ),
    Why.QUESTION_ANSWER_UNREAD: Expected(
        "question_answered", (Node.QUESTION,), B, ASA, day("2026-12-21"), "besvarad + 2 arbetsdagar"
    ),
}
# Work that no referral has (A.6; certificates): made by `record`, with the same reasons.
APART = {
    Why.PAPER_UNLINKED: (Node.UNLINKED, "enheten", "enheten", "ankomstdagen"),
    Why.PAPER_SECOND_PERSON: (Node.UNLINKED, "enheten", "enheten", "ankomstdagen"),
    Why.PAPER_OF_ANOTHER_UNIT: (Node.UNLINKED, "enheten", "enheten", "ankomstdagen"),
    Why.PAPER_UNREADABLE: (Node.UNLINKED, "enheten", "enheten", "ankomstdagen"),
    Why.CERTIFICATE_UNHANDLED: (
        Node.CERTIFICATE, "enheten", "utfärdaren", "sista dag för svar, annars + 2 arbetsdagar",
    ),
}  # fmt: skip
NAMES = {A: "avsändaren", B: "mottagaren", C: "nästa enhet", X: "enheten utanför"}
PERSONS = {
    (Node.WATCH, SARA): "bevakaren",
    (Node.ACKNOWLEDGE, SARA): "bevakaren",
    (Node.ACKNOWLEDGE, ANNA): "remittenten",
    (Node.COMPLETE, ANNA): "remittenten",
    (Node.SIGN, ANNA): "remittenten",
    (Node.QUESTION, ANNA): "den tillfrågade",
    (Node.QUESTION, ASA): "den som frågade",
    (Node.WATCH, ASA): "den som vidaresände",
    (Node.COMPLETE, SARA): "den som skriver",
    (Node.COMPLETE, ASA): "den som skriver",
    (Node.SEND, SARA): "den som skickar",
    (Node.SEND, ASA): "den som skickar",
}


def obligations_page() -> str:
    """docs/obligations.md."""
    lines = [
        "# Vad som ska göras, av vem och när",
        "",
        "Gjord av `script/tables`; ett test prövar varje rad mot `referrals/obligations`. Gränserna är de",
        "förvalda: varje enhet kan ha sina egna. Arbetsdagar är svenska, med jul-, nyårs- och midsommarafton",
        "som lediga dagar. Det som saknar person, eller vars person är borta, syns också under *Utan ansvarig*.",
        "",
        "| Skäl | Lista | Hos | Vems | Senast |",
        "| --- | --- | --- | --- | --- |",
    ]
    for why in Why:
        if why in APART:
            node, unit, whose, rule = APART[why]
            nodes: tuple[Node, ...] = (node,)
        else:
            expected = EXPECTED[why]
            nodes, unit, rule = expected.nodes, NAMES[expected.unit], expected.rule
            whose = _whose(expected)
        lists = ", ".join(str(BY_NAME[one.value].label) for one in nodes)
        lines.append(f"| {REASONS[why].label} (`{why.value}`) | {lists} | {unit} | {whose} | {rule} |")
    return "\n".join(lines) + "\n"


def _whose(expected: Expected) -> str:
    if expected.person is None:
        return "enheten"
    if expected.person == OLLE:
        return "bedömaren"
    return PERSONS[expected.nodes[0], expected.person]
