"""Of the time of a request, how much is the database's, how much templates', and how much the rest of Python?

The same requests in this process, where each statement and each template can be timed; no web server between.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from jinja2 import Template

from remissvakt.organisations.models import Account
from remissvakt.web.login import sessions

from .tasks import Task


class Clock:
    """Adds up what was spent in statements and in templates."""

    def __init__(self) -> None:
        self.database = self.templates = 0.0
        self.statements = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - began
            self.statements += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count while the block runs. Statements made while a template is drawn count as the database's."""
        plain = Template.render

        def render(template: Template, *args: Any, **given: Any) -> str:
            began, before = time.perf_counter(), self.database
            try:
                return plain(template, *args, **given)
            finally:
                self.templates += time.perf_counter() - began - (self.database - before)

        Template.render = render  # type: ignore[method-assign,assignment]
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            Template.render = plain  # type: ignore[method-assign]


def logged_in(name: str, *, now: float) -> Client:
    """A client with a session of this person, as the login makes it."""
    account = Account.objects.get(username=name)
    client = Client(headers={"host": "127.0.0.1"})
    store = SessionStore()
    store["_auth_user_id"] = str(account.pk)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    store["_auth_user_hash"] = account.get_session_auth_hash()
    store[sessions.STARTED] = store[sessions.SEEN] = int(now)
    store.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(store.session_key)
    return client


def shares(client: Client, tasks: list[Task]) -> dict[str, float]:
    """Milliseconds of processor-and-waiting time a request, by where; and statements a request."""
    _ask(client, tasks[0])
    clock = Clock()
    asked = tasks[1:] or tasks
    with clock.running():
        began = time.perf_counter()
        for task in asked:
            _ask(client, task)
        whole = time.perf_counter() - began
    n = len(asked)
    return {
        "database": clock.database / n * 1000,
        "templates": clock.templates / n * 1000,
        "python": (whole - clock.database - clock.templates) / n * 1000,
        "statements": clock.statements / n,
    }


def _ask(client: Client, task: Task) -> None:
    posts = task.get("method") == "POST"
    response = client.post(task["path"], task["body"]) if posts else client.get(task["path"])
    assert response.status_code < 400, (task["path"].partition("?")[0], response.status_code)
