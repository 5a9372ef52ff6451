"""Logged-in clients in a process of their own: each a thread with one connection that is kept open.

Reads what to do from standard input and writes what it took to standard output, both as JSON. Imports nothing of the
product, so that it is not itself what is slow.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from typing import Any
from urllib.parse import urlencode

Task = dict[str, Any]


class Client:
    """One browser's worth of cookies, and its connection."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.address, self.cookies = ("127.0.0.1", port), dict(cookies)
        self.socket: socket.socket | None = None

    def ask(self, task: Task) -> tuple[int, str]:
        """Send one request; (status, where it leads). A closed connection is opened again, once."""
        for again in (True, False):
            if self.socket is None:
                self.socket = socket.create_connection(self.address)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.socket.sendall(self._bytes(task))
                return self._answer()
            except (ConnectionError, EOFError):
                self.socket.close()
                self.socket = None
                if not again:
                    raise
        raise AssertionError

    def _bytes(self, task: Task) -> bytes:
        head = [f"{task.get('method', 'GET')} {task['path']} HTTP/1.1", "Host: 127.0.0.1"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        body = b""
        if task.get("method") == "POST":
            token = next((value for name, value in self.cookies.items() if name.endswith("form")), "")
            body = urlencode({**task["body"], "csrfmiddlewaretoken": token}).encode()
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode() + body

    def _answer(self) -> tuple[int, str]:
        assert self.socket is not None
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._some()
        head, _gap, body = data.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        length, to = 0, ""
        for line in lines:
            name, _colon, value = line.partition(": ")
            name = name.lower()
            if name == "content-length":
                length = int(value)
            elif name == "location":
                to = value
            elif name == "set-cookie":
                cookie, _equals, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        while len(body) < length:
            body += self._some()
        return int(status.split(" ")[1]), to

    def _some(self) -> bytes:
        assert self.socket is not None
        some = self.socket.recv(262_144)
        if not some:
            raise EOFError
        return some


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Let every client do its tasks: once each, or (with `seconds`) again and again until the time is out."""
    clients = [Client(order["port"], one["cookies"]) for one in order["clients"]]
    seconds = order.get("seconds")
    results: list[list[tuple[int, float]]] = [[] for _client in clients]
    faults: list[str] = []
    gate = threading.Barrier(len(clients) + 1)

    def work(client: Client, tasks: list[Task], found: list[tuple[int, float]]) -> None:
        gate.wait()
        until = time.perf_counter() + seconds if seconds else None
        try:
            while tasks:
                for task in tasks:
                    if until is not None and time.perf_counter() >= until:
                        return
                    began = time.perf_counter()
                    status, to = client.ask(task)
                    if task.get("follow") and to:
                        status, _to = client.ask({"path": to})
                    found.append((status, (time.perf_counter() - began) * 1000))
                    if status >= 400 or (
                        task.get("method") == "POST" and status == 200 and not task.get("stays")
                    ):
                        faults.append(f"{task['path'].partition('?')[0]}: {status}")
                if until is None:
                    return
        except (OSError, EOFError) as error:
            faults.append(type(error).__name__)

    threads = [
        threading.Thread(target=work, args=(client, one["tasks"], found))
        for client, one, found in zip(clients, order["clients"], results, strict=True)
    ]
    for thread in threads:
        thread.start()
    gate.wait()
    began, used = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.join()
    return {
        "wall": time.perf_counter() - began,
        "processor": time.process_time() - used,
        "milliseconds": [took for found in results for _status, took in found],
        "faults": faults,
        "cookies": [client.cookies for client in clients],
    }


def main() -> None:
    """One order a line, one answer a line."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
