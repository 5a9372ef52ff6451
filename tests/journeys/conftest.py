"""A region, a clock, and people at browsers, for every journey.

Read before Django has its settings, so whatever knows a model is imported where it is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from journeys.clock import JourneyClock, start_clock

if TYPE_CHECKING:
    from factories.region import Region
    from journeys.person import Person
    from remissvakt.organisations.actors import Actor

pytest.register_assert_rewrite(
    "journeys.person", "journeys.journey", "journeys.outgoing", "journeys.incoming", "journeys.whole_loop"
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # The browser is steered through an event loop, but the tests themselves run no asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
    yield started
    started.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> JourneyClock:
    return start_clock(monkeypatch, start=now)


@pytest.fixture
def region(transactional_db: None, clock: JourneyClock) -> Region:
    """The people and units of the factories, each person with a password."""
    from factories.region import make_region
    from journeys.accounts import give_passwords

    made = make_region(now=clock.now())
    give_passwords(made, now=clock.now())
    return made


@pytest.fixture
def person(browser: Browser, live_server: Any, region: Region) -> Iterator[Callable[..., Person]]:
    """Somebody at a browser of their own, logged in."""
    from journeys.person import Person

    there: list[Person] = []

    def come(
        actor: Actor, *, people: dict[str, Person], kind: type[Person] = Person, **options: Any
    ) -> Person:
        one = kind(browser, live_server.url, actor, **options)
        there.append(one)
        people[one.name] = one
        one.log_in()
        return one

    yield come
    for one in there:
        one.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A journey that fails tells what everybody had before their eyes."""
    report = yield
    people = getattr(getattr(item, "instance", None), "people", {})
    if call.when == "call" and report.failed:
        for one in people.values():
            main = one.page.locator("main")
            # Without a connection the browser shows a page of its own.
            text = " ".join(main.inner_text().split()) if main.count() else ""
            report.sections.append((f"{one.name} at {one.page.url}", text[:3000]))
    return report
