from datetime import timedelta

import pytest


@pytest.fixture
def region(db, now):
    from factories import make_region

    return make_region(now=now)


@pytest.fixture
def busy(region, now):
    """A region with a referral in every state, papers, certificates, people away and work lent; as of `now`."""
    from factories import make_absent, make_loan, walks
    from remissvakt.core.clock import local_date
    from remissvakt.organisations.models import Assignment, Person

    then, today = now - timedelta(days=20), local_date(now)
    for walk in walks.STATES.values():
        walk(region, now=then)
    walks.drafted(region, now=now, referrer_id=region.other_referrer.person_id)
    walks.sent(region, now=now, patient_id=region.protected_patient.id)
    walks.sent(region, now=now, patient_id=region.other_patient.id, actor=region.other_referrer)
    walks.paper(region, now=then)
    walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    walks.certificate(region, now=now)

    # Arvid is away and nobody has his work; Anna is away but Nina has two of her nodes at the health centre.
    make_absent(person_id=region.other_referrer.person_id, from_on=today, to_on=None, now=now)
    make_absent(
        person_id=region.referrer.person_id,
        from_on=today - timedelta(days=2),
        to_on=today + timedelta(days=2),
        now=now,
    )
    loan = {
        "decided_by_id": region.manager.person_id,
        "from_on": today - timedelta(days=2),
        "to_on": today + timedelta(days=2),
        "now": now,
    }
    make_loan(
        unit_id=region.health_centre.id,
        from_person_id=region.referrer.person_id,
        to_person_id=region.nurse.person_id,
        nodes=["watch", "sign"],
        **loan,
    )
    # Lent to somebody who is away too: no help.
    make_loan(
        unit_id=region.health_centre.id,
        from_person_id=region.referrer.person_id,
        to_person_id=region.other_referrer.person_id,
        nodes=["acknowledge"],
        **loan,
    )
    # Olle is gone for good, and Owe's assignment has ended.
    Person.objects.filter(id=region.assessor.person_id).update(active=False)
    Assignment.objects.filter(id=region.optician.assignment_id).update(to_on=today - timedelta(days=1))
    return region
