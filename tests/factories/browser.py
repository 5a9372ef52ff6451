"""Somebody at a browser: a Django client that is logged in, in one assignment, and reads what pages say."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

from django.conf import settings
from django.test import Client

from remissvakt.core.ids import new_id
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Account
from remissvakt.web.login import sessions


def log_in_as(actor: Actor, *, now: datetime) -> Client:
    """A client whose session is the actor's, begun at `now`."""
    account, _made = Account.objects.get_or_create(
        person_id=actor.person_id,
        defaults={"id": new_id(now=now), "username": f"anvandare{actor.person_id}", "password": "!"},
    )
    client = Client(headers={"Sec-Fetch-Mode": "navigate"})
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[sessions.STARTED] = session[sessions.SEEN] = int(now.timestamp())
    session[sessions.ASSIGNMENT] = str(actor.assignment_id)
    session.save()
    return client


def words_of(response: Any) -> str:
    """What a page says, without markup, each run of white space one space."""
    text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def hidden_values(response: Any) -> dict[str, str]:
    """The hidden fields of a page, the last of each name, without the token of the form."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", response.content.decode()):
        name = re.search(r"name=\"([^\"]*)\"", tag)
        value = re.search(r"value=\"([^\"]*)\"", tag)
        if name and value and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1])
    return found
