"""One run: the service, its clients, the same by bare SQL, and where the time goes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.db import close_old_connections, connection

from remissvakt.organisations.models import Unit
from remissvakt.referrals.models import Referral

from . import bare, tasks
from .archive import ORDINARY
from .report import Line, Report, percentile
from .service import Service, database_processor, free_port, service
from .shares import logged_in, shares
from .tasks import Task

READING = (
    "list", "list_done", "list_biggest", "counts", "open", "search_number", "search_code", "search_name",
)  # fmt: skip
WRITING = ("refer", "confirm", "acknowledge", "forward")


@dataclass(slots=True)
class _Run:
    clock: Callable[[], datetime]
    seconds: float
    writes: int
    service: Service
    clients: subprocess.Popen[str]
    report: Report
    tell: Callable[[str], None]
    chance: Random
    cookies: dict[str, dict[str, str]]

    def measured(self, name: str, people: Sequence[str], given: Sequence[list[Task]], *, again: bool) -> None:
        """Let these people do these tasks at once, and keep what it took."""
        before = self.service.processor(), database_processor()
        found = self.do(people, given, seconds=self.seconds if again else None)
        used = self.service.processor() - before[0]
        of_database = database_processor()
        spent = found["milliseconds"]
        n = max(len(spent), 1)
        line = Line(
            task=name,
            clients=len(people),
            requests=len(spent),
            per_second=len(spent) / found["wall"],
            median=percentile(spent, 0.5),
            p95=percentile(spent, 0.95),
            p99=percentile(spent, 0.99),
            processor=used / n * 1000,
            database=None if of_database is None else (of_database - (before[1] or 0)) / n * 1000,
            faults=len(found["faults"]),
        )
        self.report.lines.append(line)
        self.tell(line.as_row() + "".join(f" {fault}" for fault in found["faults"][:2]))

    def do(
        self, people: Sequence[str], given: Sequence[list[Task]], *, seconds: float | None
    ) -> dict[str, Any]:
        close_old_connections()
        order = {
            "port": self.service.port,
            "seconds": seconds,
            "clients": [
                {"cookies": self.cookies.get(who, {}), "tasks": some}
                for who, some in zip(people, given, strict=True)
            ],
        }
        assert self.clients.stdin and self.clients.stdout
        self.clients.stdin.write(json.dumps(order) + "\n")
        self.clients.stdin.flush()
        found: dict[str, Any] = json.loads(self.clients.stdout.readline())
        for who, cookies in zip(people, found["cookies"], strict=True):
            self.cookies[who] = cookies
        return found

    def log_in(self, people: Sequence[tuple[str, str]]) -> None:
        """(name of the client, user name) each; a client has a session of its own."""
        some = [one for one in dict(people).items() if one[0] not in self.cookies]
        for at in range(0, len(some), 4):
            group = some[at : at + 4]
            found = self.do(
                [who for who, _name in group], [tasks.login(name) for _who, name in group], seconds=None
            )
            if found["faults"]:
                raise RuntimeError(f"nobody can log in: {found['faults'][0]}")


def measure(
    *,
    clock: Callable[[], datetime],
    clients: Sequence[int],
    seconds: float,
    writes: int,
    reading: Sequence[str],
    writing: bool,
    tell: Callable[[str], None],
) -> Report:
    """Measure on the database in use, which `archive` has built."""
    report = Report()
    report.about["referrals"] = Referral.objects.count()
    report.about["engine"] = connection.vendor
    program = [sys.executable, "-m", "remissvakt.bench.clients"]
    others = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        with service(port=free_port()) as running:
            run = _Run(clock, seconds, writes, running, others, report, tell, Random(1), {})  # noqa: S311
            report.about["cold start, s"] = round(running.cold_start, 2)
            for many in clients:
                for name in reading:
                    _read(run, name, many)
                if writing:
                    _write(run, many)
            found = running.memory()
            report.about["memory after load, MB"] = ", ".join(
                f"{kind} {mb:.0f}" for kind, mb in found.items()
            )
            report.about["memory of all, MB"] = round(sum(found.values()))
        _bare(run)
        _shares(run, reading, writing)
    finally:
        assert others.stdin
        others.stdin.close()
        others.wait(30)
    return report


def _read(run: _Run, name: str, many: int) -> None:
    who = tasks.doctor(tasks.readers(name))
    people = [f"{who}#{number}" for number in range(many)]
    run.log_in([(one, who) for one in people])
    run.measured(name, people, [tasks.reading(name, chance=run.chance) for _one in people], again=True)


def _write(run: _Run, many: int) -> None:
    """Referrals are sent; half of them are confirmed and that acknowledged, the others forwarded."""
    each = max(run.writes // many, 2)
    numbers = [tasks.sender_of(client) for client in range(many)]
    senders = [f"{tasks.doctor(number)}#{client}" for client, number in enumerate(numbers)]
    receivers = [f"{tasks.doctor(number + 1)}#r{client}" for client, number in enumerate(numbers)]
    run.log_in([(one, one.partition("#")[0]) for one in (*senders, *receivers)])
    given = [tasks.refer(number, many=each, now=run.clock(), chance=run.chance) for number in numbers]
    run.measured("refer", senders, given, again=False)
    sent = [tasks.ids_of(some) for some in given]
    half = each // 2
    asked = [tasks.confirm(ids[:half], now=run.clock()) for ids in sent]
    run.measured("confirm", receivers, asked, again=False)
    asked = [tasks.acknowledge(ids[:half], now=run.clock()) for ids in sent]
    run.measured("acknowledge", senders, asked, again=False)
    asked = [
        tasks.forward(ids[half:], number=number + 1, now=run.clock())
        for ids, number in zip(sent, numbers, strict=True)
    ]
    run.measured("forward", receivers, asked, again=False)


def _sent_by(unit: Unit) -> Referral:
    return Referral.objects.filter(referrer_unit=unit, state="sent").order_by("id")[0]


def _bare(run: _Run) -> None:
    now, unit = run.clock(), tasks.unit_of(ORDINARY)
    # Written at a unit where nothing is measured: what is measured should be the same in the next run.
    referral, elsewhere = _sent_by(unit), _sent_by(tasks.unit_of(tasks.UNMEASURED))
    some = min(run.seconds, 2.0)
    took = {
        "list": bare.milliseconds(bare.list_page(unit, now=now), seconds=some),
        "counts": bare.milliseconds(bare.counts(unit, now=now), seconds=some),
        "open": bare.milliseconds(bare.opened(referral, now=now), seconds=some),
        "refer": bare.milliseconds(bare.created(elsewhere, now=now), seconds=some),
    }
    change = bare.milliseconds(bare.changed(elsewhere, now=now), seconds=some)
    took |= dict.fromkeys(("confirm", "acknowledge", "forward"), change)
    for line in run.report.lines:
        line.bare = took.get(line.task)


def _shares(run: _Run, reading: Sequence[str], writing: bool) -> None:
    now = run.clock()
    for name in reading:
        client = logged_in(tasks.doctor(tasks.readers(name)), now=now.timestamp())
        some = (tasks.reading(name, chance=run.chance) * 20)[:20]
        run.report.shares[name] = shares(client, some)
    if not writing:
        return
    number = tasks.FIRST
    sender = logged_in(tasks.doctor(number), now=now.timestamp())
    receiver = logged_in(tasks.doctor(number + 1), now=now.timestamp())
    given = tasks.refer(number, many=20, now=now, chance=run.chance)
    ids = tasks.ids_of(given)
    run.report.shares["refer"] = shares(sender, given)
    run.report.shares["confirm"] = shares(receiver, list(tasks.confirm(ids[:10], now=now)))
    run.report.shares["acknowledge"] = shares(sender, list(tasks.acknowledge(ids[:10], now=now)))
    run.report.shares["forward"] = shares(receiver, list(tasks.forward(ids[10:], number=number + 1, now=now)))
