"""The generated pages of the manual are those that the code gives; script/tables writes them."""

from pathlib import Path

import pytest

from remissvakt.referrals.states import (
    CASE_STEPS,
    REFERRAL_STEPS,
    CaseState,
    ImpossibleStep,
    ReferralState,
    check_step,
)

from .tables import obligations_page, states_page

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize(("name", "page"), [("states.md", states_page), ("obligations.md", obligations_page)])
def test_the_page_is_current(name, page):
    assert (DOCS / name).read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("steps", [REFERRAL_STEPS, CASE_STEPS])
def test_only_the_steps_of_the_table_can_be_taken(steps):
    for old in steps:
        for new in steps:
            if new == old or new in steps[old]:
                check_step(old, new)
            else:
                with pytest.raises(ImpossibleStep):
                    check_step(old, new)


def test_every_state_has_its_row():
    assert REFERRAL_STEPS.keys() == set(ReferralState)
    assert CASE_STEPS.keys() == set(CaseState)
