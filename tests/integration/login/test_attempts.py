"""The rate limit: guessing stops, and nobody can lock a colleague out for good."""

from datetime import timedelta

import pytest
from django.test import Client

from factories import make_region
from racing import race
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.models import LoginAttempt
from remissvakt.web.login.attempts import begin_attempt

pytestmark = pytest.mark.usefixtures("site", "clock")
PASSWORD = "tolv små grisar i rad"


def fail(client, *, username="nina", times=1, **more):
    """Guess wrong; return the statuses."""
    return [
        client.post("/logga-in", {"username": username, "password": "fel"}, **more).status_code
        for _ in range(times)
    ]


def test_five_failures_then_it_waits_and_says_until_when(region, account, client, log_in):
    account(region.nurse)
    assert fail(client, times=6) == [422] * 5 + [429]
    response = log_in()
    assert response.status_code == 429
    assert "Försök igen klockan 10:30." in response.text


def test_names_that_do_not_exist_are_limited_the_same(region, client):
    assert fail(client, username="ingen", times=6) == [422] * 5 + [429]


def test_after_a_quarter_of_an_hour_it_opens(region, account, client, log_in, clock):
    account(region.nurse)
    fail(client, times=5)
    clock.shift(timedelta(minutes=14, seconds=59))
    assert log_in().status_code == 429
    clock.shift(timedelta(seconds=1))
    assert log_in().status_code == 302


def test_tries_while_it_waits_do_not_prolong_it(region, account, client, log_in, clock):
    account(region.nurse)
    fail(client, times=5)
    for _ in range(14):
        clock.shift(timedelta(minutes=1))
        assert fail(client) == [429]
    clock.shift(timedelta(minutes=1))
    assert log_in().status_code == 302


def test_one_name_does_not_lock_another(region, account, client, log_in):
    account(region.nurse)
    account(region.secretary, username="sara")
    fail(client, times=6)
    assert log_in(username="sara").status_code == 302


def test_thirty_failures_from_one_address_whatever_the_names(region, account, client, log_in):
    account(region.nurse)
    statuses = [fail(client, username=f"namn{number}")[0] for number in range(31)]
    assert statuses == [422] * 30 + [429]
    assert log_in().status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    response = elsewhere.post("/logga-in", {"username": "nina", "password": PASSWORD})
    assert response.status_code == 302


def test_a_browser_that_the_name_has_used_is_not_locked_by_others(region, account, client, log_in):
    account(region.nurse)
    log_in()
    client.post("/logga-ut")
    attacker = Client(REMOTE_ADDR="192.0.2.7")
    assert fail(attacker, times=6)[-1] == 429
    assert log_in().status_code == 302
    # Nor does it help the attacker that somebody logged in meanwhile.
    assert fail(attacker) == [429]


def test_that_browser_has_its_own_limit(region, account, client, log_in):
    account(region.nurse)
    log_in()
    client.post("/logga-ut")
    assert fail(client, times=6) == [422] * 5 + [429]


def test_a_forged_browser_is_an_unknown_one(region, account, client):
    account(region.nurse)
    attacker = Client(REMOTE_ADDR="192.0.2.7")
    attacker.cookies["remissvakt-browser"] = "WyJhYmMiXQ:1abc:forged"
    assert fail(attacker, times=6)[-1] == 429


def test_behind_our_proxy_the_address_is_the_one_that_it_added(region, client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(30):
        fail(client, username=f"namn{number}", headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1"})
    assert fail(client, username="en", headers={"X-Forwarded-For": "10.1.1.1, 192.0.2.1"}) == [429]
    assert fail(client, username="en", headers={"X-Forwarded-For": "192.0.2.2"}) == [422]


def test_without_a_proxy_nobody_chooses_an_address(region, client):
    for number in range(30):
        fail(client, username=f"namn{number}", headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert fail(client, username="en", headers={"X-Forwarded-For": "192.0.2.2"}) == [429]


def test_neither_names_nor_addresses_are_kept(region, client):
    fail(client)
    keys = list(LoginAttempt.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert all(len(key) == 64 and "nina" not in key and "127" not in key for key in keys)


def test_a_success_forgets_the_names_failures_and_what_is_old(region, account, client, log_in, clock):
    account(region.nurse)
    fail(client, username="ingen", times=3)
    clock.shift(timedelta(days=2))
    fail(client, times=4)
    assert log_in().status_code == 302
    # What is left are the address's own four failures.
    assert LoginAttempt.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_one_moment_do_not_slip_through(now):
    make_region(now=now)

    def guess():
        return begin_attempt(username="nina", address="192.0.2.1", known_browser=False, now=now)

    ends = race([guess] * 12)
    assert sum(not isinstance(end, Exception) for end in ends) <= 5
    assert {type(end) for end in ends if isinstance(end, Exception)} == {Refusal}
