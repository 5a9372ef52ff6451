"""Who is away, who has left, whose work is lent, and what the units have decided (C.1-C.3)."""

from __future__ import annotations

from .things import Act, Model, told


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
    known = m.certificates.get(a.certificate_id)
    if known is None or known.reported_at <= a.reported_at:
        is_open = a.totals["received_unanswered"] > 0
        m.certificates[a.certificate_id] = Certificate(
            a.certificate_id, a.unit_id, a.issuer_id, a.reported_at, is_open
        )


@told("handle_certificate")
def _(m: Model, a: Act) -> None:
    m.certificates[a.given["certificate"]].open = False


class Certificate:
    """One certificate that Webcert reports on."""

    def __init__(self, key: object, unit: object, issuer: object, reported_at: object, is_open: bool) -> None:
        self.id, self.unit, self.issuer, self.reported_at, self.open = key, unit, issuer, reported_at, is_open
