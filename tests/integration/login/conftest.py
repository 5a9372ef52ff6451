import pytest

PASSWORD = "tolv små grisar i rad"


@pytest.fixture
def region(db, now):
    from factories import make_region

    return make_region(now=now)


@pytest.fixture
def clock(now):
    """The time at the door; `clock.shift(seconds)` lets it pass."""
    import time_machine

    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(settings):
    """The login pages, and "/vem", which shows who was let in."""
    settings.ROOT_URLCONF = "login_site"


@pytest.fixture
def account(region):
    """Gives a person of the region a login: account(region.nurse)."""
    from remissvakt.organisations.actions.create_account import create_account

    def make(actor, *, username="nina", must_change_password=False):
        from datetime import UTC, datetime

        return create_account(
            person_id=actor.person_id,
            username=username,
            password=PASSWORD,
            must_change_password=must_change_password,
            actor=region.administrator,
            now=datetime.now(UTC),
        )

    return make


@pytest.fixture
def log_in(client):
    def post(username="nina", password=PASSWORD, **more):
        return client.post("/logga-in", {"username": username, "password": password, **more})

    return post
