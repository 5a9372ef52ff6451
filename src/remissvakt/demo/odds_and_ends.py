"""What makes today's lists in the demo region worth a look: papers, certificates, people away."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from remissvakt.core.ids import new_id
from remissvakt.delegation.actions.delegate import delegate
from remissvakt.organisations.actions.register_absence import register_absence
from remissvakt.referrals.actions.certificates import report_certificate
from remissvakt.referrals.actions.papers import register_paper

from .build import Region
from .region import PEOPLE
from .spoken import dictated_answer
from .stack import scan_a_stack

PAPERS = (
    ("eken", 0, "Ögonmottagningen, Ekviks lasarett", "Svarsbrev utan remissnummer"),
    ("eken", 1, "Okänd avsändare", "Epikris, läsbar första sida"),
    ("ogon", 0, "Byhälsan Östersele", "Remiss utan personnummer"),
    ("ogon", 2, "Optiker, Norrsund", "Optikerremiss, handskriven"),
    ("hud", 0, "Byhälsan Östersele", "Foton i kuvert"),
)
CERTIFICATES = (
    ("eken", "erik.ek", "KOMPLT", 1, 0, 6),
    ("eken", "lena.lund", "PAMINN", 1, 0, -1),
    ("eken", None, "KONTKT", 0, 1, None),
    ("ortoped", "orjan.orn", "AVSTMN", 1, 0, 3),
)


def odds_and_ends(region: Region) -> None:
    """Papers in Okopplade, certificate questions, absences with and without somebody standing in."""
    now = datetime.combine(region.until, time(5, 30), tzinfo=UTC)
    for unit, days, sender, description in PAPERS:
        names = region.of_role(unit, "secretary")
        register_paper(
            document_id=new_id(now=now),
            unit_id=region.units[unit].id,
            arrived_on=region.until - timedelta(days=days),
            sender=sender,
            description=description,
            actor=region.actors[names[0]],
            now=now,
        )
    for number, (unit, issuer, subject, unanswered, answered, left) in enumerate(CERTIFICATES):
        report_certificate(
            certificate_id=f"demo-intyg-{number + 1}",
            certificate_type="Läkarintyg för sjukpenning",
            patient_id=region.patients[number].id,
            unit_id=region.units[unit].id,
            issuer_id=region.people[issuer].id if issuer else None,
            subject=subject,
            event_code="NYFRFM" if unanswered else "NYSVFM",
            answer_by=region.until + timedelta(days=left) if left is not None else None,
            totals={
                "received_total": unanswered,
                "received_unanswered": unanswered,
                "sent_total": answered,
                "sent_answered": answered,
            },
            reported_at=now - timedelta(days=2),
            now=now,
        )
    dictated_answer(region, now=now)
    scan_a_stack(region, now=now)
    managers = {person.unit: region.actors[person.username] for person in PEOPLE if person.role == "manager"}
    for username, unit, first, last in (
        ("nils.ny", "eken", -3, 12),
        ("ivar.is", "ogon", -4, 10),
        ("asa.aker", "eken", 5, 20),
        ("helga.holm", "hud", -1, 1),
    ):
        register_absence(
            person_id=region.people[username].id,
            from_on=region.until + timedelta(days=first),
            to_on=region.until + timedelta(days=last),
            note="Semester",
            actor=managers[unit],
            now=now,
        )
    delegate(
        from_person_id=region.people["ivar.is"].id,
        to_person_id=region.people["olga.oberg"].id,
        unit_id=region.units["ogon"].id,
        nodes=["answer", "acknowledge", "sign"],
        agreement="Olga tar Ivars bedömningar och svar under semestern, enligt överenskommelse i veckan.",
        from_on=region.until,
        to_on=region.until + timedelta(days=10),
        actor=managers["ogon"],
        now=now,
    )
