"""Somebody at a browser of their own, who does and reads what people do and read on the pages."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from journeys.accessibility import findings, kind_of
from remissvakt.organisations.actors import Actor

PASSWORD = "ljus morgon vid fjorden"
# Pages that axe has seen in this run: a list looks the same to it for everybody.
_seen: set[str] = set()


def username(actor: Actor) -> str:
    return f"person-{actor.person_id}"


class Person:
    """A person, logged in at a unit. Lists are named as on the page; `ours` is Vårt arbete, otherwise Mitt arbete."""

    def __init__(self, browser: Browser, address: str, actor: Actor, **options: Any) -> None:
        self.actor = actor
        self.name = actor.person_name
        self._browser = browser
        # A colour on its way to another is not what axe should judge: no transitions.
        options = {"reduced_motion": "reduce", **options}
        self._context = browser.new_context(
            base_url=address, viewport={"width": 1440, "height": 1000}, locale="sv-SE", **options
        )
        self._context.set_default_timeout(8000)
        self.page: Page = self._context.new_page()
        self.scripts = options.get("java_script_enabled", True)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("response", self._see_answer)
        self._judged = False

    def _hear(self, message: Any) -> None:
        if "Policy" in message.text and not self._judged:
            self.complaints.append(message.text)

    def _see_answer(self, response: Any) -> None:
        if response.request.is_navigation_request():
            self._judged = False
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def leave(self) -> None:
        self._context.close()

    # Coming and going

    def log_in(self) -> None:
        """Through the page, as everybody; lands where the person's day begins."""
        self.page.goto("/logga-in")
        if "/logga-in" in self.page.url:
            self.fill("Användarnamn", username(self.actor))
            self.fill("Lösenord", PASSWORD)
            self.press("Logga in")
        expect(self.page.locator(".header__unit")).to_contain_text(self.actor.unit_name)
        self.look()

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def follow(self, link: str | re.Pattern[str]) -> None:
        """A link on the page."""
        self.go(self.main.get_by_role("link", name=link).first)

    def menu(self, link: str) -> None:
        """A link of Mer, in the menu beside the page."""
        self.go(self.page.locator("#sidebar").get_by_role("link", name=link, exact=True))

    # Lists

    def count(self, label: str, *, ours: bool = False) -> int:
        """What the menu says is in a list, as of the page that is open."""
        return int(self._node(label, ours).locator("[data-count]").inner_text().replace("\xa0", ""))

    def overdue(self, label: str, *, ours: bool = False) -> int:
        """How many of them the menu says are late."""
        return int(self._node(label, ours).locator("[data-overdue-count]").text_content() or 0)

    def _node(self, label: str, ours: bool) -> Locator:
        lists = self.page.locator(f"ul[aria-labelledby={'our-work' if ours else 'my-work'}]")
        return lists.locator("a.node").filter(has=self.page.get_by_text(label, exact=True))

    def open_list(self, label: str, *, ours: bool = False) -> None:
        """Open a list; its rows and the count in the menu must agree."""
        self.go(self._node(label, ours))
        expect(self.page.locator("h1")).to_contain_text(label)
        assert self.count(label, ours=ours) == self.page.locator(".task").count()

    def rows(self) -> list[str]:
        """The rows of the open list, each as one line."""
        return [" ".join(text.split()) for text in self.page.locator(".task__link").all_inner_texts()]

    def open_row(self, words: str = "") -> None:
        """Open the one row that says so, beside the list."""
        row = self.page.locator(".task__link").filter(has_text=words)
        assert row.count() == 1, (words, self.rows())
        self.open_beside(row)
        expect(row).to_have_attribute("aria-current", "true")
        expect(self.detail.locator(".actions").first).to_be_visible()
        self.look()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def detail(self) -> Locator:
        """What stands open: beside the list, or as a page of its own."""
        return self.page.locator("#detail").or_(self.page.locator("main .detail")).first

    # What can be done

    def may(self, label: str) -> bool:
        """Whether the open referral offers it."""
        return self._action(label).count() > 0

    def act(self, label: str) -> None:
        """Press one of Vad du kan göra nu; under Mer if it is not in sight."""
        action = self._action(label)
        assert action.count() == 1, (label, self.actions())
        if not action.is_visible():
            self.unfold(self.detail.locator(".menu--more summary"))
        self.go(action)

    def _action(self, label: str) -> Locator:
        # The letter of the shortcut stands on the button too, and is no part of its name.
        named = re.compile(rf"^\s*{re.escape(label)}(\s+\S)?\s*$")
        return self.page.locator(".actions .button:not(summary)").filter(has_text=named)

    def actions(self) -> list[str]:
        return [" ".join(text.split()) for text in self.page.locator(".actions .button").all_inner_texts()]

    # Forms

    def fill(self, label: str, text: str) -> None:
        self.write(self.main.get_by_label(re.compile(rf"^{re.escape(label)}")), text)

    def value(self, label: str) -> str:
        return self.main.get_by_label(re.compile(rf"^{re.escape(label)}")).input_value()

    def choose(self, label: str, *, of: str = "") -> None:
        """A radio button or a box; `of` is the question it belongs to."""
        place = self.main.get_by_role("group", name=of).first if of else self.main
        box = place.get_by_role("radio", name=label, exact=True)
        self.tick(box.or_(place.get_by_role("checkbox", name=label, exact=True)))

    def select(self, label: str, choice: str) -> None:
        box = self.main.get_by_label(re.compile(rf"^{re.escape(label)}"))
        wanted = box.locator("option").filter(has_text=choice)
        box.select_option(value=wanted.first.get_attribute("value"))

    def press(self, button: str) -> None:
        """A button of the page; the page that follows is there when this returns."""
        self.go(self.main.get_by_role("button", name=button, exact=True).first)

    # With what one does it: here a mouse

    def go(self, control: Locator) -> None:
        """Use a link or a button that leads to another page, and wait for it."""
        with self.page.expect_navigation():
            control.click()
        self.look()

    def open_beside(self, row: Locator) -> None:
        row.click()

    def unfold(self, summary: Locator) -> None:
        summary.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, box: Locator) -> None:
        box.check()

    # What is said

    def told(self) -> str:
        """The line that says what was done."""
        return " ".join(self.page.locator("#status").inner_text().split())

    def reads(self, *texts: str) -> None:
        """The page says all of this."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def does_not_read(self, text: str) -> None:
        expect(self.main).not_to_contain_text(text)

    def loop(self) -> dict[str, str]:
        """The five steps of the open referral: name → done, current, waiting or stopped."""
        found = {}
        for step in self.page.locator(".loop .step").all():
            state = re.search(r"step--(\w+)", step.get_attribute("class") or "")
            found[step.locator(".step__label").inner_text()] = state[1] if state else ""
        return found

    def timeline(self) -> list[str]:
        """What has happened, newest first."""
        return self.page.locator(".timeline .entry__what strong").all_inner_texts()

    # Accessibility

    def look(self, *, always: bool = False) -> None:
        """Let axe judge the page, if it has not seen one of its kind."""
        self.page.wait_for_load_state()
        kind = f"{kind_of(self.page)}{'' if self.scripts else ' without scripts'}"
        if kind in _seen and not always:
            return
        _seen.add(kind)
        if not self.scripts:
            self.complaints += self._findings_without_scripts()
            return
        # axe writes styles of its own, which the page's policy refuses: no more is heard of it on this page.
        self._judged = True
        self.complaints += findings(self.page)

    def _findings_without_scripts(self) -> list[str]:
        """axe is a script: it judges the same page in a browser that has got none of the product's scripts."""
        twin = self._browser.new_context(
            storage_state=self._context.storage_state(), locale="sv-SE", reduced_motion="reduce"
        )
        twin.route("**/*.js", lambda route: route.abort())
        page = twin.new_page()
        page.goto(self.page.url)
        found = findings(page)
        twin.close()
        return found

    def is_content(self) -> None:
        """No page that was visited had an error, broke its policy, or shut somebody out."""
        self.look(always=True)
        assert self.complaints == []
