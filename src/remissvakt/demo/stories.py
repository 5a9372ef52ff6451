"""What happens to the referrals of the demo region, from the first day to the last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.workdays import is_working_day
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.register_arrival import register_arrival
from remissvakt.referrals.models import Referral
from remissvakt.referrals.states import CaseState, ReferralState

from . import receiving, sending
from .build import Region
from .clock import at_work
from .odds_and_ends import odds_and_ends
from .region import MATTERS
from .telling import Over, Story

SENDERS = ("eken", "eken", "eken", "bjorken", "bjorken", "linden", "hjarta", "kirurg", "habil", "ortoped")
RECEIVERS = (
    "ogon",
    "ogon",
    "ogon",
    "hud",
    "hud",
    "ortoped",
    "hjarta",
    "kirurg",
    "habil",
    "linden",
    "neuro",
    "ekvik",
)
ARRIVES_AT = ("ogon", "ogon", "hud", "ortoped", "hjarta", "kirurg", "habil", "eken")


DRAFTS = ("decided", "dictated", "completed", "signed")


def tell_stories(region: Region, count: int, tell: Callable[[str], None]) -> None:
    """Tell `count` stories, the later days more often; then what the region looks like today."""
    days = (region.until - local_date(region.start)).days
    drafts = min(count, len(DRAFTS))
    for number in range(count - drafts):
        if number and number % 100 == 0:
            tell(str(_("%(n)s av %(count)s remisser") % {"n": number, "count": count}))
        day = local_date(region.start) + timedelta(days=int(days * ((number + 1) / (count + 1)) ** 0.72))
        while local_date(at_work(Random(0), day)) >= region.until:  # noqa: S311
            day -= timedelta(days=1)  # the last day is a day off: nothing is decided after it
        story = Story(region=region, now=at_work(region.rng, day))
        try:
            if region.rng.randrange(100) < 14:
                _arrival(story)
            else:
                _outgoing(story)
        except Over:
            continue
    for step in DRAFTS[:drafts]:
        _draft(region, step)
    odds_and_ends(region)


def _draft(region: Region, step: str) -> None:
    """One of Erik's referrals from yesterday that has come so far and no further (A.1)."""
    day = region.until - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    story = Story(region=region, now=at_work(region.rng, day))
    sending.stop_at(story, "eken", region.actors["erik.ek"], step)


def _outgoing(story: Story) -> None:
    sender = story.rng.choice(SENDERS)
    receiver = story.rng.choice([unit for unit in RECEIVERS if unit != sender])
    leaver = None
    here_still = story.region.until - local_date(story.now) > timedelta(days=14)
    if sender == "eken" and here_still and story.chance(6):
        leaver = story.region.actors["gunnar.gick"]
    sending.send_one(story, sender, receiver, referrer=leaver)
    if story.region.units[receiver].local:
        _inside(story, sender)
    else:
        _outside(story, sender)


def _inside(story: Story, sender: str) -> None:
    """Both units are here: the case is taken in, judged and answered, and the sender reads."""
    assessor = receiving.take_in(story)
    turn = story.rng.randrange(100)
    if turn < 7:
        receiving.turn_away(story, assessor)
        sending.read_replies(story, sender)
        return
    if turn < 14:
        receiving.want_more(story, assessor)
        sending.read_replies(story, sender)
        sending.give_information(story, sender)
    elif turn < 21 and receiving.may_pass_on(story, sender):
        receiving.pass_on(story, assessor)
        sending.read_replies(story, sender)
        if not story.region.units[story.unit_of_case].local:
            _outside(story, sender)
            return
        story.forget(20)
        assessor = receiving.take_in(story)
    elif turn < 25:
        story.wait(1, 5)
        _final(story, assessor, sender)
        return
    receiving.assess_and_confirm(story, assessor)
    sending.read_replies(story, sender)
    receiving.settle_requests(story)
    if story.chance(8):
        receiving.ask_the_sender(story, sender)
    if story.chance(4):
        story.wait(2, 12)
        sending.take_back(story)
        receiving.settle_requests(story)
        if story.referral.state == ReferralState.CLOSED:
            return
    _care(story, assessor, sender)


def _care(story: Story, assessor: Actor, sender: str) -> None:
    """The patient comes, or does not; the answer is written."""
    case = story.case
    assert case.wait_until
    days = max((case.wait_until - local_date(story.now)).days, 7)
    story.wait(days // 3, days + 6)
    judge = story.actor_of(case.assessor_id)
    if story.chance(3):
        receiving.give_up(story, judge)
        sending.read_replies(story, sender)
        return
    if story.chance(12):
        receiving.answer(story, judge, kind=story.rng.choice(("PARTIAL", "PRELIMINARY")))
        sending.read_replies(story, sender)
        story.wait(3, 14)
    _final(story, judge, sender)


def _final(story: Story, assessor: Actor, sender: str) -> None:
    receiving.answer(story, assessor)
    if story.chance(90) or not story.recent:
        story.wait(0, 2)
        receiving.tell_patient(story)
    sending.read_replies(story, sender)


def _outside(story: Story, sender: str) -> None:
    """The receiver is outside: paper out, paper in, and telephone calls between."""
    sending.post(story)
    if story.chance(20):
        sending.look_for_reply(story, sender)
    story.wait(8, 24)
    if story.chance(8):
        receiving.paper_reply(story, sender, "REJECTED")
        sending.read_replies(story, sender)
        return
    receiving.paper_reply(story, sender, "CONFIRMED")
    sending.read_replies(story, sender)
    story.wait(20, 90)
    if story.chance(15):
        receiving.paper_reply(story, sender, "PARTIAL")
        sending.read_replies(story, sender)
        story.wait(7, 21)
    receiving.paper_reply(story, sender, "FINAL")
    sending.read_replies(story, sender)


def _arrival(story: Story) -> None:
    """B.1: on paper from outside, or the patient's own request."""
    region, rng = story.region, story.rng
    unit = rng.choice(ARRIVES_AT)
    own = story.chance(35)
    question, information, _answer = rng.choice(MATTERS[unit])
    rank = rng.choice((2, 3, 3, 4))
    case = register_arrival(
        referral_id=story.id(),
        unit_id=region.units[unit].id,
        patient_id=rng.choice(region.patients).id,
        source="own_request" if own else "arrived",
        from_unit_id=None if own else region.units["byhalsan"].id,
        referrer_name="" if own else "Dr Byberg",
        arrived_on=local_date(story.now) - timedelta(days=rng.choice((0, 0, 0, 1))),
        decided_on=local_date(story.now) - timedelta(days=rng.randint(2, 9)),
        fields={"question": question, "clinical_information": "" if own else information},
        priority_rank=rank,
        priority_label=region.priority(unit, rank),
        actor=story.secretary(unit),
        now=story.now,
    )
    story.referral_id = case.referral_id
    assessor = receiving.take_in(story)
    if story.chance(10):
        receiving.turn_away(story, assessor)
        _post_if_any(story)
        return
    receiving.assess_and_confirm(story, assessor)
    _post_if_any(story)
    days = max((story.case.wait_until - local_date(story.now)).days, 7) if story.case.wait_until else 30
    story.wait(days // 3, days + 6)
    receiving.answer(story, story.actor_of(story.case.assessor_id))
    story.wait(0, 2)
    receiving.tell_patient(story)
    _post_if_any(story)


def _post_if_any(story: Story) -> None:
    if story.referral.referrer_unit_id is not None:
        sending.post(story)


def states_reached() -> set[str]:
    """The states of referrals and cases that the region holds; for its test."""
    from remissvakt.referrals.models import Case

    reached = set(Referral.objects.values_list("state", flat=True))
    return reached | {f"case:{state}" for state in Case.objects.values_list("state", flat=True)}


ALL_STATES = {state.value for state in ReferralState} | {f"case:{state.value}" for state in CaseState}
