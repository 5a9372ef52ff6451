"""Who is away, who has left, whose work is lent, and what the units have decided (C.1-C.3)."""

from __future__ import annotations

from datetime import date, datetime

from .things import Act, Id, Model, told

# Unit, issuer, last day to answer, and how many questions are open: what two reports of the machine's may differ in.
Said = tuple[Id, Id | None, date | None, int]


@told("register_absence")
def _(m: Model, a: Act) -> None:
    m.away.append((a.person_id, a.from_on, a.to_on))


@told("deactivate_person", "reactivate_person")
def _(m: Model, a: Act) -> None:
    m.people[a.person_id].active = a.name == "reactivate_person"


@told("delegate")
def _(m: Model, a: Act) -> None:
    m.lent[a.made["delegations"][0]] = {
        "unit": a.unit_id,
        "from": a.from_person_id,
        "to": a.to_person_id,
        "nodes": tuple(str(node) for node in a.nodes),
        "from_on": a.from_on,
        "to_on": a.to_on,
    }


@told("end_delegation")
def _(m: Model, a: Act) -> None:
    del m.lent[a.delegation_id]


@told("change_routine")
def _(m: Model, a: Act) -> None:
    m.units[a.unit_id].limits.update(a.limits)
    m.units[a.unit_id].acknowledges = a.acknowledge_rule


@told("report_certificate")
def _(m: Model, a: Act) -> None:
    said = (a.unit_id, a.issuer_id, a.answer_by, a.totals["received_unanswered"])
    known = m.certificates.get(a.certificate_id)
    if known is None or _is_news(known, a.reported_at, said):
        m.certificates[a.certificate_id] = Certificate(a.certificate_id, a.reported_at, said)


def _is_news(known: Certificate, reported_at: datetime, said: Said) -> bool:
    """Two reports may bear the same instant: then the later to come, unless it would hide what is open."""
    if known.reported_at == reported_at:
        return known.said != said and known.said[-1] <= said[-1]
    return known.reported_at < reported_at


@told("handle_certificate")
def _(m: Model, a: Act) -> None:
    m.certificates[a.given["certificate"]].open = False


class Certificate:
    """One certificate that Webcert reports on."""

    def __init__(self, key: object, reported_at: datetime, said: Said) -> None:
        self.id, self.reported_at, self.said = key, reported_at, said
        self.unit, self.issuer, _answer_by, unanswered = said
        self.open = unanswered > 0
