"""Who works while it is killed: each has a referral on its way, sends one form after the other, and remembers them all.

Each form carries its key. One whose answer never came is the first to be sent again, as it was.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import Error, connection

from factories import Region
from factories.browser import log_in_as
from remissvakt.core.ids import new_id
from remissvakt.organisations.actors import Actor
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Case, Referral, Reply

from .browser import Browser, Killed

LOGIN = "/logga-in"
_TOKEN = "a" * 32
CHASED = {"how": "phone", "reached": "Ulla", "said": "Nästa vecka."}


@dataclass(slots=True)
class Write:
    """One form that was sent: by whom, on which referral, and the event by which its effect is known."""

    who: Actor
    referral_id: UUID
    path: str
    body: dict[str, str]
    event: str
    to: str = ""  # where the answer led
    sent: int = 0

    @property
    def key(self) -> UUID:
        return UUID(self.body["nyckel"])


class Person(threading.Thread):
    """One client between two kills; `carry_on` makes the next one, with what is still unknown."""

    def __init__(self, region: Region, chance: random.Random, before: Person | None = None) -> None:
        super().__init__(daemon=True)
        self.region, self.chance = region, chance
        self.cookies: dict[UUID, dict[str, str]] = before.cookies if before else {}
        self.waiting: Write | None = before.waiting if before else None
        self.work: Iterator[Write | str] = before.work if before else iter(())
        self.acknowledged: list[Write] = []
        self.resolved = self.reads = self.errors = 0
        self.faults: list[str] = []
        self.port = 0
        self.enough = threading.Event()

    def log_in(self) -> None:
        now = datetime.now(UTC)
        for who in (self.region.referrer, self.region.assessor):
            browser = log_in_as(who, now=now)
            self.cookies[who.person_id] = {
                **{name: morsel.value for name, morsel in browser.cookies.items()},
                "remissvakt-form": _TOKEN,
            }

    def browsers(self, port: int) -> dict[UUID, Browser]:
        """One for each whose work the person does."""
        return {person_id: Browser(port, cookies) for person_id, cookies in self.cookies.items()}

    def run(self) -> None:
        browsers = self.browsers(self.port)
        try:
            while not self.enough.is_set():
                if self.waiting is not None:
                    self._send(browsers[self.waiting.who.person_id], self.waiting)
                    continue
                step = self._next()
                if isinstance(step, Write):
                    self.waiting = step
                elif step:
                    self._read(browsers[self.region.referrer.person_id], step)
        except Killed:
            return  # whether the form that waits was done is not known
        finally:
            for browser in browsers.values():
                browser.close()
            connection.close()

    def _read(self, browser: Browser, path: str) -> None:
        status, _to, _page = browser.ask(path)
        self.reads += 1
        self.errors += status >= 500
        if 400 <= status < 500:
            self.faults.append(f"read {path.partition('?')[0]}: {status}")

    def _next(self) -> Write | str:
        try:
            step = next(self.work, None)
        except Error:
            step = None  # the database is away; this referral is left as it is
        if step is None:
            self.work = work_of(self.region, self.chance)
            return ""
        return step

    def _send(self, browser: Browser, write: Write) -> None:
        write.sent += 1
        status, to, page = browser.ask(write.path, write.body)
        if status == 302 and to.startswith(LOGIN):
            # Nothing was done, nor said to be: the service knows nobody by the cookie.
            self.faults.append(f"{write.event} {write.path.partition('?')[0]}: logged out")
            self.waiting = None
        elif status == 302:
            write.to = to
            self.acknowledged.append(write)
            self.resolved += write.sent > 1
            self.waiting = None
        elif status >= 500:
            self.errors += 1  # not known either; the same form once more
            self.enough.wait(0.05)
        else:
            self.faults.append(f"{write.event} {write.path.partition('?')[0]}: {status} {_said(page)}")
            self.waiting = None


def work_of(region: Region, chance: random.Random) -> Iterator[Write | str]:
    """One referral from its decision to its end, as forms to send and pages to read."""
    sender, receiver = region.referrer, region.assessor
    key = new_id(now=datetime.now(UTC))
    patient = chance.choice([region.patient, region.other_patient])
    if chance.random() < 0.25:
        yield _new(region, patient, key, do="write", event="decided")
        body = {"version": "1", "referral_version": _version(key), "question": "Glaukom?", "do": "sign"}
        yield _form(sender, key, f"/remiss/{key}/text/", "signed", body)
        body = {"version": _version(key), "watcher": str(sender.person_id)}
        yield _form(sender, key, f"/remiss/{key}/gor/send/", "sent", body)
    else:
        yield _new(region, patient, key, do="send", event="sent")
    yield chance.choice(["/arbete/mitt/att-bevaka/", "/arbete/vart/att-bevaka/", f"/remiss/{key}/"])
    case = Case.objects.get(referral_id=key)
    way = chance.choice(["confirm", "forward", "answer", "chase"])
    if way == "confirm":
        yield _on_case(receiver, case, "confirm", "confirmed", {"wait": "8 veckor", "text": "Ja."})
        reply = Reply.objects.get(referral_id=key)
        body = {"accept_wait": "accepted", "note": "", "version": _version(key)}
        yield _form(sender, key, f"/remiss/{key}/gor/acknowledge/?svar={reply.id}", "acknowledged", body)
    elif way == "forward":
        to = {"to_unit": str(region.skin_clinic.id), "reason": "Hud.", "consent": ""}
        yield _on_case(receiver, case, "forward", "forwarded", to)
    elif way == "answer":
        yield _on_case(receiver, case, "decide_answer", "answer_decided", {"kind": "FINAL", "how": "write"})
        reply = Reply.objects.get(referral_id=key)
        path = f"/remiss/{key}/svar/{reply.id}/text/"
        body = {"version": str(reply.draft_version), "text": "Ua.", "do": "sign_and_send"}
        yield _form(receiver, key, path, "answer_sent", body)
    yield f"/remiss/{key}/"
    chased = {**CHASED, "watch_on": "om 2 veckor", "version": _version(key)}
    yield _form(sender, key, f"/remiss/{key}/gor/chase/", "chased", chased)
    asked = {"to": str(region.eye_clinic.id), "subject_line": "Droppar", "text": "Vilka?"}
    yield _form(sender, key, f"/remiss/{key}/gor/ask/", "asked", asked)


def _new(region: Region, patient: Patient, key: UUID, *, do: str, event: str) -> Write:
    body = {
        "do": do,
        "referral_id": str(key),
        "referrer": str(region.referrer.person_id),
        "to_unit": str(region.eye_clinic.id),
        "to_unit_text": "",
        "question": "Glaukom?",
    }
    return _form(region.referrer, key, f"/remiss/ny/?patient={patient.id}", event, body)


def _on_case(who: Actor, case: Case, act: str, event: str, body: dict[str, str]) -> Write:
    case.refresh_from_db()
    path = f"/remiss/{case.referral_id}/gor/{act}/?arende={case.id}"
    return _form(who, case.referral_id, path, event, {**body, "version": str(case.version)})


def _form(who: Actor, referral_id: UUID, path: str, event: str, body: dict[str, str]) -> Write:
    now = datetime.now(UTC)
    keys = {"nyckel": str(new_id(now=now)), "new_id": str(new_id(now=now))}
    return Write(who=who, referral_id=referral_id, path=path, event=event, body={**body, **keys})


def _version(referral_id: UUID) -> str:
    return str(Referral.objects.only("version").get(id=referral_id).version)


def _said(page: str) -> str:
    """What the page says is wrong."""
    words = " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())
    return words[:300]
