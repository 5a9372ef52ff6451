"""The whole loop in browsers that run no scripts."""

from typing import ClassVar

from journeys.whole_loop import WholeLoop


class TestWithoutScripts(WholeLoop):
    coming: ClassVar = {"java_script_enabled": False}

    def test_from_decision_to_closed_without_scripts(self) -> None:
        self.walk_from_decision_to_closed()
