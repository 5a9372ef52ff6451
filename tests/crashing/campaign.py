"""Work, kill, prove, start again: until enough or until something was found."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection

from factories import Region, make_region, walks

from . import proof
from .installation import Installation
from .people import Person, Write

CLIENTS = 8
# How many kills between two whole checks of the database.
WHOLE_CHECK_EVERY = 50
# How many of the starts read every module anew.
AS_A_PROGRAM = 0.05
SERVICE, CONNECTION, DATABASE = "service", "database connection", "database server"


class Campaign:
    """One installation, eight people in it, and all that they were told was done."""

    def __init__(
        self, installation: Installation, chance: random.Random, *, counts: Counter[str], faults: list[str]
    ) -> None:
        self.installation, self.chance, self.counts, self.faults = installation, chance, counts, faults
        self.everything: list[Write] = []
        self.region = prepared()
        self.people = [Person(self.region, random.Random(chance.random())) for _ in range(CLIENTS)]
        for person in self.people:
            person.log_in()

    def run(self, *, kills: int, longest: float, minutes: float) -> None:
        """At most `kills`, each after at most `longest` seconds of work, and no more after so many minutes."""
        enough = time.monotonic() + minutes * 60
        self.installation.start()
        for number in range(1, kills + 1):
            what = self._what_dies()
            self._work(seconds=self.chance.uniform(0.05, longest), kill=what)
            if what == SERVICE:
                self._start()
            self.counts[f"kills of {what}"] += 1
            last = number == kills or time.monotonic() >= enough
            self._prove(whole=last or number % WHOLE_CHECK_EVERY == 0)
            if self.faults or last:
                break
        # What is unknown now is told by its form, sent once more to a service that lives.
        for person in self.people:
            person.work = iter(())
        self._work(seconds=2.0, kill=None)
        self._prove(whole=True)
        self.counts["unknown in the end"] += len(self._unknown())

    def _start(self) -> None:
        """Now and then as the program that it is, from its first module on; else what is read is there already."""
        if self.chance.random() < AS_A_PROGRAM:
            self.installation.start()
            self.counts["started as a program"] += 1
        else:
            self.installation.start_from_memory()

    def _work(self, *, seconds: float, kill: str | None) -> None:
        self.installation.wait()
        self.people = [Person(self.region, person.chance, person) for person in self.people]
        for person in self.people:
            person.port = self.installation.port
            person.start()
        time.sleep(seconds)
        if kill is not None:
            connection.close()
            {
                SERVICE: self.installation.kill_service,
                CONNECTION: self.installation.kill_connection,
                DATABASE: self.installation.kill_database,
            }[kill]()
        for person in self.people:
            person.enough.set()
        for person in self.people:
            person.join(timeout=60)
            if person.is_alive():
                self.faults.append("a request never ended")

    def _prove(self, *, whole: bool) -> None:
        done = [write for person in self.people for write in person.acknowledged]
        unknown = self._unknown()
        self.everything += done
        self._count(done, unknown)
        self.faults += proof.lost_or_half(done, unknown)
        self.faults += proof.broken([*done, *unknown])
        if whole:
            self.faults += proof.broken_anywhere() + proof.lost_or_half(self.everything, ())
            self.counts["whole checks"] += 1
        else:
            self.faults += proof.broken_between()

    def _unknown(self) -> list[Write]:
        """What was sent and not answered; what was not even sent, since time was up, is none of it."""
        return [one.waiting for one in self.people if one.waiting is not None and one.waiting.sent]

    def _count(self, done: list[Write], unknown: list[Write]) -> None:
        self.counts["acknowledged"] += len(done)
        self.counts["unknown at a kill"] += len(unknown)
        for write in done:
            self.counts[f"acknowledged: {write.event}"] += 1
        for person in self.people:
            self.counts["unknown, resolved by the same form"] += person.resolved
            self.counts["pages read"] += person.reads
            self.counts["answers 5xx"] += person.errors
            self.faults += person.faults

    def _what_dies(self) -> str:
        if self.installation.engine == "sqlite":
            return SERVICE
        return self.chance.choices([SERVICE, CONNECTION, DATABASE], weights=[80, 12, 8])[0]


def prepared() -> Region:
    """A database of this version with the region of the tests in it."""
    call_command("migrate", interactive=False, verbosity=0)
    now = datetime.now(UTC)
    region = make_region(now=now)
    for patient in (region.patient, region.other_patient):
        # A unit's own patients are those whom a referral has made so.
        walks.sent(region, now=now, patient_id=patient.id)
    return region
