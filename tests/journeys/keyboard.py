"""Somebody without a mouse."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

from journeys.person import Person

# A pointer anywhere is an error of the page, and so a complaint.
NO_MOUSE = "addEventListener('pointerdown', () => { throw new Error('a mouse was used') }, true)"
MOST_STEPS = 150


class KeyboardPerson(Person):
    """Gets everywhere with Tab, arrows and Enter, and with the letters that lists and buttons show."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._context.add_init_script(NO_MOUSE)
        self.keys = self.page.keyboard

    def go(self, control: Locator) -> None:
        letter = control.get_attribute("data-key")
        opened = self.page.locator(".task__link[aria-current=true]")
        to_list = control.get_attribute("data-go")
        if letter and opened.count() and self._has_focus(opened):
            presses = [letter]
        elif to_list and not self._is_typing():
            presses = ["g", to_list]
        else:
            self._tab_to(control)
            presses = ["Enter"]
        with self.page.expect_navigation():
            for key in presses:
                self.keys.press(key)
        self.look()

    def open_beside(self, row: Locator) -> None:
        if not self.page.locator("[data-list] :focus").count():
            self._tab_to(self.page.locator("[data-list] [data-row]").first)
        for _step in range(MOST_STEPS):
            if self._has_focus(row):
                break
            self.keys.press("j")
        self.keys.press("Enter")

    def unfold(self, summary: Locator) -> None:
        self._tab_to(summary)
        self.keys.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self._tab_to(field)
        self.keys.press("Control+a")
        self.keys.type(text)

    def tick(self, box: Locator) -> None:
        """Tab comes to a group of radio buttons once; the arrows go on within it."""
        box.wait_for()
        name = box.get_attribute("name")
        group = self.page.locator(f'input[name="{name}"]:focus')
        for _step in range(MOST_STEPS):
            if group.count():
                break
            self.keys.press("Tab")
        for _step in range(MOST_STEPS):
            if self._has_focus(box):
                break
            self.keys.press("ArrowDown")
        if not box.is_checked():
            self.keys.press("Space")
        assert box.is_checked()

    def _tab_to(self, control: Locator) -> None:
        for _step in range(MOST_STEPS):
            if self._has_focus(control):
                return
            self.keys.press("Tab")
        raise AssertionError(f"{control} is not reached with Tab on {self.page.url}")

    def _has_focus(self, control: Locator) -> bool:
        return bool(control.evaluate("element => element === document.activeElement"))

    def _is_typing(self) -> bool:
        return bool(self.page.locator("input:focus, textarea:focus, select:focus").count())
