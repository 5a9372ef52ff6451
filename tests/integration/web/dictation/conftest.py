from typing import Any

import pytest


@pytest.fixture
def region(db: None, now: Any) -> Any:
    from factories import make_region

    return make_region(now=now)


@pytest.fixture(autouse=True)
def clock(now: Any) -> Any:
    """The time at the door; `clock.shift(seconds)` lets it pass."""
    import time_machine

    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def as_(now: Any) -> Any:
    """A browser with somebody of the region: as_(region.secretary)."""
    from factories.browser import log_in_as

    return lambda actor: log_in_as(actor, now=now)


@pytest.fixture
def act(as_: Any) -> Any:
    """Open the page of an act, fill in its form, and send it: act(actor, referral, "chase", how=…).

    `about` names the case, reply … in the address; `guards` overrides the hidden fields.
    """
    from factories.browser import hidden_values

    def do(
        actor: Any,
        referral: Any,
        slug: str,
        *,
        about: Any = None,
        guards: Any = None,
        back: str = "",
        **fields: Any,
    ) -> Any:
        client = as_(actor)
        url = f"/remiss/{referral.id}/gor/{slug}/"
        query = {**(about or {}), **({"tillbaka": back} if back else {})}
        page = client.get(url, query)
        if page.status_code != 200:
            return page
        held = {**hidden_values(page), **(guards or {}), **fields}
        from urllib.parse import urlencode

        answer = client.post(f"{url}?{urlencode(query)}", held)
        answer.browser = client
        answer.sent = held
        answer.address = f"{url}?{urlencode(query)}"
        return answer

    return do
