"""The whole loop with nothing but the keyboard."""

from typing import ClassVar

from journeys.keyboard import KeyboardPerson
from journeys.whole_loop import WholeLoop


class TestWithoutAMouse(WholeLoop):
    coming: ClassVar = {"kind": KeyboardPerson}

    def test_from_decision_to_closed_without_a_mouse(self) -> None:
        self.walk_from_decision_to_closed()
