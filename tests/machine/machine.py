"""Any act by anybody at any time either is done or is refused; and after each, every invariant holds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from factories import make_region
from remissvakt.assurance.checks import REFERRAL_CHECKS, run_checks
from remissvakt.assurance.invariants.responsible import responsible
from remissvakt.core.ids import seeded_ids
from remissvakt.core.refusal import Refusal, Stale
from remissvakt.delegation.actions.delegate import delegate
from remissvakt.delegation.actions.end_delegation import end_delegation
from remissvakt.delegation.models import Delegation
from remissvakt.delegation.nodes import PERSONAL_NODES
from remissvakt.documents.models import Document
from remissvakt.organisations.actions.deactivate_person import deactivate_person, reactivate_person
from remissvakt.organisations.actions.register_absence import register_absence
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Person
from remissvakt.referrals.actions.certificates import handle_certificate, report_certificate
from remissvakt.referrals.actions.change_routine import LIMITS, change_routine
from remissvakt.referrals.models import CertificateQuestion, Event, Referral, Reply, WorkItem
from remissvakt.referrals.queries import open_referral
from remissvakt.referrals.rules import Action
from remissvakt.referrals.rules.who import CARE

from .model.due import duties
from .model.lists import sees
from .moves import BEGINNINGS, MOVES
from .one_view import view_of
from .seen import Seeing, differences
from .speech import REPEATS, speak
from .telling import Telling
from .world import BEGIN, ODD_INSTANTS, Draw, World

# How much there is of everything that an act may leave behind, in one statement.
_FINGERPRINT = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {model._meta.db_table}{where})"
    for model, where in ((Event, ""), (WorkItem, ""), (Reply, ""), (Document, " WHERE linked_at IS NULL"))
)
# A form sent again that is no error: a hold is lengthened, a spot is marked or settled already.
AGAIN = {Action.TAKE_DICTATION, Action.MARK_UNCLEAR, Action.SETTLE_UNCLEAR}
# Acts that change who has which lists.
ORGANISATION = {
    "register_absence",
    "deactivate_person",
    "reactivate_person",
    "delegate",
    "end_delegation",
    "change_routine",
}
# Over all examples: (move, the state of what it was about, "done" or the refusal's code) → how often.
COUNTS: Counter[tuple[str, str, str]] = Counter()
STEPS: Counter[str] = Counter()


class TestTransaction(transaction.Atomic):
    """A transaction that is thrown away, inside which actions may be durable, as Django's own test case has."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)
        self._from_testcase = True


class LoopMachine(RuleBasedStateMachine):
    """One region; each rule is one step by one person."""

    @initialize(seed=st.integers(min_value=0, max_value=2**32 - 1))
    def begin(self, seed: int) -> None:
        self.world: World | None = None
        self.turn, self.trying = 0, ""
        self.whole_after, self.since_whole = 1, 0
        self.stack = ExitStack()
        self.stack.enter_context(TestTransaction())
        self.stack.callback(transaction.set_rollback, True)
        # Every life has the same people, so that what was made ready for one person's lists is ready in the next.
        with seeded_ids("region"):
            region = make_region(now=BEGIN)
        self.stack.enter_context(seeded_ids(seed))
        self.world = World(region=region, draw=Draw(random.Random(seed)))
        self.telling = Telling(region)
        self.seeing = Seeing(self.world.people)

    def teardown(self) -> None:
        if getattr(self, "world", None) is not None:
            COUNTS.update(self.world.counts)
            self.stack.close()

    # What people do

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_begins(self, seed: int) -> None:
        self._begin(self._world(seed))

    def _begin(self, w: World) -> None:
        actor = w.person()
        if actor is None:
            return
        function, given = w.draw.one(BEGINNINGS)(w, actor)
        self._try(function.__name__, function, {**given, "actor": actor, "now": w.now})

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_acts(self, seed: int) -> None:
        self._act(self._world(seed))

    @rule(seed=st.integers(0, 2**32 - 1))
    def many_act(self, seed: int) -> None:
        w = self._world(seed)
        for _ in range(12):
            self._act(w)

    def _act(self, w: World) -> None:
        chosen = w.somebody_and_something()
        if chosen is None:
            self._begin(w)
            return
        actor, action, target = chosen
        function, given = MOVES[action](w, target)
        repeats = action in AGAIN
        state = target.referral.state + (f"/{target.case.state}" if target.case else "")
        given = {**given, "actor": actor, "now": w.now}
        self._try(action.value, function, given, state=state, repeats=repeats)

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_speaks(self, seed: int) -> None:
        w = self._world(seed)
        for _ in range(3):
            spoken = speak(w)
            if spoken is not None:
                function, given = spoken
                self._try(function.__name__, function, given, repeats=function in REPEATS)

    @rule(seed=st.integers(0, 2**32 - 1))
    def the_same_form_is_sent_again(self, seed: int) -> None:
        """Nothing happens twice: the second time is always refused."""
        w = self._world(seed)
        if w.last is None:
            return
        name, function, given = w.last
        refusal = self._try(f"{name} again", function, {**given, "now": w.now})
        assert refusal is not None, f"{name} was done twice"

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_reads(self, seed: int) -> None:
        w = self._world(seed)
        chosen = w.somebody_and_something()
        if chosen is None:
            return
        actor, _action, target = chosen
        parties = {row.unit_id for row in target.facts.cases} | {target.referral.referrer_unit_id}
        try:
            opened = open_referral(referral_id=target.referral.id, actor=actor, now=w.now)
        except Refusal as refusal:
            assert refusal.code == "not_found"
            sees_work = target.referral.id in self._works_with(actor)
            assert not parties & actor.unit_ids or actor.role not in CARE or (actor.in_pool and not sees_work)
            return
        assert parties & actor.unit_ids
        assert not actor.in_pool or target.referral.id in self._works_with(actor)
        for event in opened.events:
            assert event.side == "all" or event.unit_id in actor.unit_ids
        for reply in opened.replies:
            assert reply.sent_at is not None or reply.from_unit_id in actor.unit_ids

    def _works_with(self, actor: Actor) -> set[Any]:
        """What stands in some list of somebody in a pool: nothing else is for their eyes."""
        w = self.world
        assert w is not None
        model = self.telling.model
        return {about for _whose, _list, about in sees(model, duties(model), actor.person_id, w.today) or ()}

    def _certificates(self, w: World) -> None:
        row = CertificateQuestion.objects.order_by("id").last()
        if row is not None and w.draw.often(0.5):
            given = {"certificate_question_id": row.id, "version": w.seen(row.version)}
            actor = w.person()
            if actor is not None:
                self._try("handle", handle_certificate, {**given, "actor": actor, "now": w.now})
            return
        total = w.draw.number(0, 3)
        report = {
            "certificate_id": w.draw.one(("A", "B")),
            "certificate_type": "lisjp",
            "patient_id": w.region.patient.id,
            "unit_id": w.region.health_centre.id,
            "issuer_id": w.draw.one((None, w.region.referrer.person_id)),
            "subject": "KOMPLT",
            "event_code": "NYFRFM",
            "answer_by": w.draw.one((None, w.day(-3, 20))),
            "totals": {"received_total": total, "received_unanswered": total},
            "reported_at": w.now - timedelta(minutes=w.draw.number(0, 3)),
            "now": w.now,
        }
        self._try("report_certificate", report_certificate, report, repeats=True)

    # What the organisation does

    @rule(seed=st.integers(0, 2**32 - 1))
    def the_organisation_changes(self, seed: int) -> None:
        w = self._world(seed)
        w.draw.one(
            (
                self._certificates,
                self._somebody_is_away,
                self._work_is_lent,
                self._somebody_leaves_or_returns,
                self._limits_are_changed,
            )
        )(w)

    def _somebody_is_away(self, w: World) -> None:
        actor, start = w.person(), w.day(-5, 5)
        if actor is not None:
            given = {
                "person_id": w.any_person_id(),
                "from_on": start,
                "to_on": w.draw.one((None, start + timedelta(days=w.draw.number(-1, 20)))),
                "actor": w.draw.one((actor, w.region.administrator)),
                "now": w.now,
            }
            self._try("register_absence", register_absence, given, repeats=True)

    def _work_is_lent(self, w: World) -> None:
        manager = w.draw.one((w.region.manager, w.region.eye_manager))
        lent = Delegation.objects.filter(ended_at=None).order_by("id").last()
        if lent is not None and w.draw.often(0.3):
            given = {"delegation_id": lent.id, "actor": manager, "now": w.now}
            self._try("end_delegation", end_delegation, given, repeats=True)
            return
        start = w.day(-1, 3)
        given = {
            "unit_id": manager.unit_id,
            "from_person_id": w.person_at(manager.unit_id, "doctor", "secretary"),
            "to_person_id": w.person_at(manager.unit_id, "doctor", "clinician"),
            "nodes": [node for node in PERSONAL_NODES if w.draw.often(0.6)],
            "agreement": w.draw.words(),
            "from_on": start,
            "to_on": start + timedelta(days=w.draw.number(-1, 30)),
            "actor": manager,
            "now": w.now,
        }
        self._try("delegate", delegate, given, repeats=True)

    def _somebody_leaves_or_returns(self, w: World) -> None:
        gone = list(Person.objects.filter(active=False).order_by("id").values_list("id", flat=True))
        back = bool(gone) and w.draw.often(0.6)
        given = {
            "person_id": w.draw.one(gone) if back else w.any_person_id(),
            "actor": w.region.administrator,
            "now": w.now,
        }
        if back or w.draw.often(0.3):
            function = reactivate_person if back else deactivate_person
            self._try(function.__name__, function, given, repeats=True)

    def _limits_are_changed(self, w: World) -> None:
        manager = w.draw.one((w.region.manager, w.region.eye_manager, w.region.secretary))
        given = {
            "unit_id": manager.unit_id,
            "limits": {w.draw.one(LIMITS): w.draw.one((0, 1, 14, 90, 731))},
            "acknowledge_rule": w.draw.one(("doctor", "referrer", "clinician")),
            "actor": manager,
            "now": w.now,
        }
        self._try("change_routine", change_routine, given, repeats=True)

    # What time does

    @rule(minutes=st.integers(1, 3 * 24 * 60))
    def time_passes(self, minutes: int) -> None:
        self._at(lambda now: now + timedelta(minutes=minutes))

    @rule(instant=st.sampled_from(ODD_INSTANTS))
    def an_odd_instant_comes(self, instant: datetime) -> None:
        self._at(lambda now: max(now, instant))

    @rule(minutes=st.integers(1, 60 * 26))
    def the_clock_goes_backwards(self, minutes: int) -> None:
        self._at(lambda now: max(BEGIN, now - timedelta(minutes=minutes)))

    def _at(self, change: Callable[[datetime], datetime]) -> None:
        assert self.world is not None
        self.world.now = change(self.world.now)
        self.world.latest = max(self.world.latest, self.world.now)
        STEPS["time"] += 1
        self._lists_agree()
        # Who is away depends on the day; nothing else that an invariant speaks of does.
        assert list(responsible(self.world.now)) == []

    # How it is tried, and what must then hold

    def _world(self, seed: int) -> World:
        assert self.world is not None
        self.turn += 1  # so that a seed that comes again is not the same choice again
        self.world.draw = Draw(random.Random(seed * 1_000_003 + self.turn))
        return self.world

    def _try(
        self,
        name: str,
        function: Callable[..., Any],
        given: dict[str, Any],
        *,
        state: str = "-",
        repeats: bool = False,
    ) -> Refusal | None:
        w = self.world
        assert w is not None
        STEPS["acts"] += 1
        self.trying = function.__name__
        before = self._fingerprint()
        act = self.telling.prepare(function, given)
        try:
            function(**given)
        except Refusal as refusal:
            assert refusal.message
            assert isinstance(refusal, Stale) or refusal.code not in ("", "stale")
            assert self._fingerprint() == before, f"{name} was refused and yet did something"
            w.counts[name, state, refusal.code] += 1
            return refusal
        w.counts[name, state, "done"] += 1
        w.done[name] += 1
        self.telling.done(act)
        if act.name in ORGANISATION:
            self.seeing.changed()
            w.forget()
        else:
            w.forget(act.given["referral"])
        self._lists_agree()
        self._watches_agree(act.given["referral"])
        if not repeats:
            w.last = (name, function, given)
        for referral_id in {act.given["referral"], given.get("referral_id")} - {None}:
            self._referral_holds(referral_id)
        self.since_whole += 1
        if self.since_whole >= self.whole_after:
            self._all_holds()
        return None

    def _fingerprint(self) -> tuple[int, ...]:
        with connection.cursor() as cursor:
            cursor.execute(_FINGERPRINT)
            return tuple(cursor.fetchone())

    def _referral_holds(self, referral_id: UUID) -> None:
        """What can be told from the referral alone; the rest follows when the people have had their turn."""
        view = view_of(referral_id)
        assert self.world is not None
        self.world.loops[referral_id] = (view.events[-1].sequence, view.loop)
        found = [(name, text) for name, check in REFERRAL_CHECKS.items() for text in check(view)]
        assert found == [], (
            found,
            sorted((i.key, i.unit.name) for i in view.items),
            [(c.unit_id, c.state) for c in view.loop.cases],
            [(e.kind, e.data) for e in view.events],
        )

    def everything_holds(self) -> None:
        """The whole database; and some lists read as a page reads them are what the short way says."""
        self._all_holds()
        w = self.world
        assert w is not None
        for number in range(0, 14 * 14, 11):
            self.seeing.one_list(number=number + self.turn, today=w.today)

    def _lists_agree(self) -> None:
        """What everybody sees in the product's lists is what the model says they must see."""
        w = self.world
        assert w is not None
        model = self.telling.model
        found = differences(model, duties(model), self.seeing.everybody(w.today), w.today)
        assert found == [], found

    def _watches_agree(self, referral_id: UUID | None) -> None:
        """It is watched to the day that the model says (A.2-A.4), and by whom."""
        told = self.telling.model.referrals.get(referral_id)
        if told is None or told.state != "sent" or not self.telling.model.local(told.unit):
            return
        kept = Referral.objects.values_list("watch_on", "watcher_id").get(id=referral_id)
        assert kept == (told.watch_on, told.watcher), (kept, told.watch_on, told.watcher)

    def _all_holds(self) -> None:
        assert self.world is not None
        self.since_whole = 0
        connection.check_constraints()
        findings = run_checks(now=self.world.latest)
        assert findings == [], findings
