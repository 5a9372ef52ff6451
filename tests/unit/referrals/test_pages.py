"""The generated pages of the manual are those that the code gives; script/tables writes them."""

from pathlib import Path

import pytest

from remissvakt.referrals.states import (
    CASE_STEPS,
    CASE_STEPS_BACK,
    REFERRAL_STEPS,
    CaseState,
    ImpossibleStep,
    ReferralState,
    check_step,
    check_step_back,
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


@pytest.mark.parametrize("old", CaseState)
def test_a_case_goes_back_only_by_the_table_of_its_own(old):
    for new in CaseState:
        if new == old or new in CASE_STEPS_BACK[old]:
            check_step_back(old, new)
            continue
        with pytest.raises(ImpossibleStep):
            check_step_back(old, new)


def test_no_step_back_leads_forward():
    for old, back in CASE_STEPS_BACK.items():
        assert not any(old == new or new in CASE_STEPS[old] for new in back)
