"""What receivers write about the waiting time, and what is proposed from it (A.3). A proposal is never a fact."""

from datetime import date

import pytest

from remissvakt.core.wait_proposals import propose_waits

TODAY = date(2026, 11, 24)  # Tuesday, week 48


def proposed(text: str) -> list[tuple[str, str]]:
    return [(p.wait.value, p.wait.until.isoformat()) for p in propose_waits(text=text, today=TODAY)]


@pytest.mark.parametrize(
    ("text", "value", "until"),
    [
        ("Väntetid ca 3 månader.", "2027-02-24", "2027-02-24"),
        ("väntetiden är cirka tre månader", "2027-02-24", "2027-02-24"),
        ("Beräknad väntetid 2–3 mån", "2027-02-24", "2027-02-24"),
        ("inom 4-6 veckor", "6", "2027-01-05"),
        ("Patienten kallas inom fyra till sex veckor.", "6", "2027-01-05"),
        ("om åtta veckor", "8", "2027-01-19"),
        ("om 8 v.", "8", "2027-01-19"),
        ("Tid planeras v. 12", "2027-W12", "2027-03-28"),
        ("Tid planeras v12", "2027-W12", "2027-03-28"),
        ("vecka 12-14 2027", "2027-W14", "2027-04-11"),
        ("v 50", "2026-W50", "2026-12-13"),
        ("Besök i mars 2027.", "2027-03", "2027-03-31"),
        ("Besök under mars", "2027-03", "2027-03-31"),
        ("mars-april 2027", "2027-04", "2027-04-30"),
        ("Tid bokad 20270315.", "2027-03-15", "2027-03-15"),
        ("Tid bokad 2027-03-15 kl 10.30", "2027-03-15", "2027-03-15"),
        ("Tid bokad 15/3 2027", "2027-03-15", "2027-03-15"),
        ("senast 15/3", "2027-03-15", "2027-03-15"),
        ("den 15 mars 2027", "2027-03-15", "2027-03-15"),
        ("Inom vårdgarantin, 90 dagar", "2027-02-22", "2027-02-22"),
        ("om ett år", "2027-11-24", "2027-11-24"),
        ("om ett halvår", "2027-05-24", "2027-05-24"),
        ("VÄNTETID:  10   VECKOR", "10", "2027-02-02"),
    ],
)
def test_a_wait_is_read_from_the_text(text, value, until):
    assert proposed(text) == [(value, until)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Vi återkommer.",
        "Haft besvär i 3 månader.",
        "Insjuknade för 3 veckor sedan.",
        "Sågs senast 2025-03-15.",  # has passed
        "Pat 19121212-1212",
        "Tel 08-123 45 67",
        "Vitamin B12, 1/2 tablett",
        "Synskärpa 0,8 höger, 1,0 vänster",
        "vecka 54",
        "om 300 veckor",
        "om 6 år",
        "2027-13-45",
        "Marsvin och majblommor",
    ],
)
def test_nothing_is_read_where_nothing_is_stated(text):
    assert proposed(text) == []


def test_several_come_in_the_order_of_the_text():
    text = "Remissen bedömd. Väntetid ca 12 veckor, tid tidigast mars 2027 (v 9)."
    assert proposed(text) == [("12", "2027-02-16"), ("2027-03", "2027-03-31"), ("2027-W09", "2027-03-07")]


def test_the_same_day_is_proposed_once_and_quoted():
    (one,) = propose_waits(text="v 12, alltså vecka 12", today=TODAY)
    assert one.quote == "v 12"


def test_a_long_text_is_read_in_a_moment():
    assert propose_waits(text="12-" * 50_000 + "v" * 50_000, today=TODAY) == ()
