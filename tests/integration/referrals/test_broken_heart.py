"""Every deliberately broken version of the heart is seen by a test of the suite.

The faults are in `broken.heart`. A fault whose text is no longer there, or that no test minds, fails the build.
"""

import itertools
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings

from broken.breaking import Gone, broken
from broken.heart import FAULTS
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.referrals.actions import acknowledge, forward
from remissvakt.referrals.models import WorkItem

ENGINE = "postgresql" if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else "sqlite"
HERE = [fault for fault in FAULTS if fault.only_on in ("", ENGINE)]


def _marks(fault):
    return [pytest.mark.django_db(transaction=True)] if fault.test.split(":")[0].endswith("races") else []


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [pytest.param(one, id=one.name, marks=_marks(one)) for one in HERE])
def test_the_suite_sees(fault, request):
    module, name = fault.test.split(":")
    test = getattr(import_module(module), name)
    failed = None
    with broken(fault.module, fault.old, fault.new):
        try:
            for given in _parameters(test, fault.given):
                _call(test, given, request)
        except (Exception, pytest.fail.Exception) as seen:
            failed = seen
    assert failed is not None, f"{fault.test} does not mind: {fault.name}"
    assert not isinstance(failed, Gone | TypeError | ImportError | NameError), failed


def _parameters(test, given):
    """Every set of parameters that the test is marked with, as far as `given` does not say which."""
    sets = []
    for mark in getattr(test, "pytestmark", ()):
        if mark.name != "parametrize":
            continue
        names, values = mark.args[:2]
        names = [one.strip() for one in names.split(",")] if isinstance(names, str) else names
        rows = [getattr(value, "values", value if len(names) > 1 else (value,)) for value in values]
        rows = [dict(zip(names, row, strict=True)) for row in rows]
        sets.append([row for row in rows if all(given.get(key, row[key]) == row[key] for key in row)])
        assert sets[-1], (test, given)
    for chosen in itertools.product(*sets):
        yield {key: value for row in chosen for key, value in row.items()}


def _call(test, given, request):
    wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
    fixtures = {name: request.getfixturevalue(name) for name in wanted if name not in given}
    test(**{name: given.get(name, fixtures.get(name)) for name in wanted})


def test_the_faults_are_many_and_each_has_its_name():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 30


# What no other test says as shortly


def test_a_confirmation_moves_the_watch_to_its_wait(region, now):
    referral = walks.confirmed(region, now=now)
    assert referral.watch_on == walks.reply_of(referral).wait_until
    assert WorkItem.objects.get(referral=referral, key="watch").due_on == referral.watch_on


def test_more_wanted_is_no_refusal(region, now):
    """What is done instead of completing it does not end the loop."""
    referral = walks.information_requested(region, now=now)
    given = {"reply_id": walks.reply_of(referral).id, "version": referral.version, "now": now}
    acknowledge.acknowledge(**given, actor=region.referrer, instead="Ringde.")
    assert walks.fresh(referral).state == "sent"
    referral = walks.registered(region, now=now, kind="REJECTED")
    given = {"reply_id": walks.reply_of(referral).id, "version": referral.version, "now": now}
    acknowledge.acknowledge(**given, actor=region.referrer, instead="Ny remiss.")
    assert walks.fresh(referral).state == "closed"


def test_an_answered_case_stays_where_it_is(region, now):
    """B.5: forwarding is no way out of an answer, not even a partial one."""
    case = walks.case_of(walks.answered_in_part(region, now=now))
    given = {"case_id": case.id, "version": case.version, "reply_id": new_id(now=now)}
    with pytest.raises(Refusal) as caught:
        forward.forward(
            **given, to_unit_id=region.skin_clinic.id, reason="x", consent="", actor=region.assessor, now=now
        )
    assert caught.value.code == "answered_not_forwarded"


def test_the_clock_starts_with_the_decision(region, now):
    """A.1: registered a week later it is late already."""
    referral = walks.drafted(region, now=now, decided_at=now - timedelta(days=9))
    assert WorkItem.objects.get(referral=referral).due_on < now.date()


def test_an_answer_that_comes_before_its_confirmation_is_kept(region, now):
    """Out of order on paper: the answer ends the case, and both are to be read."""
    referral = walks.registered(region, now=now, kind="FINAL")
    assert walks.case_of(referral).state == "answered"
    assert WorkItem.objects.filter(referral=referral, node="acknowledge").count() == 1


@pytest.mark.django_db
def test_the_timeline_is_whole(region, now):
    walks.confirmed(region, now=now)
    assert run_checks(now=now) == []
