"""A browser's worth of cookies and one connection that is kept open, and is never opened again by itself."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

LONGEST_ANSWER = 60


class Killed(Exception):
    """No answer came, or half of one: what became of the request is not known."""


class Browser:
    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=LONGEST_ANSWER)
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.token = next((value for name, value in cookies.items() if name.endswith("form")), "")

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, where it leads, and the page. Raises Killed."""
        headers = {"Cookie": self.cookie, "Sec-Fetch-Mode": "navigate"}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.line.request("POST" if form is not None else "GET", path, body, headers)
            answer = self.line.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException) as error:
            raise Killed from error
        return answer.status, answer.headers.get("Location", ""), page

    def close(self) -> None:
        self.line.close()
