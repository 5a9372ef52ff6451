"""The child: imports what its task needs, locks itself, and only then reads what it was started for.

    python -I -S child.py FOLDERS MODULE LIMITS

Started by `run.py` alone. It ends without a word on standard error: what a hostile file makes it say is nobody's
business.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, NoReturn


def main() -> NoReturn:
    folders, module, limits_text = sys.argv[1:4]
    sys.path[:] = json.loads(folders)

    from remissvakt.sandbox import frames
    from remissvakt.sandbox.limits import Limits
    from remissvakt.sandbox.lock import lock
    from remissvakt.sandbox.task import Refused

    def send(kind: str, data: dict[str, Any], blob: bytes = b"", /) -> None:
        for part in frames.to_parent(frames.Frame(kind, data, blob)):
            view = memoryview(part)
            while view:
                view = view[os.write(1, view) :]

    task = importlib.import_module(module)
    send(frames.LOCKED, lock(Limits.from_json(limits_text)))
    try:
        arguments, contents = frames.from_parent(lambda size: os.read(0, min(size, frames.PIECE)))
        task.run(arguments=arguments, contents=contents, send=send)
    except Refused as refused:
        send(frames.REFUSED, {"code": refused.code})
    except MemoryError:
        send(frames.FAILED, {"reason": "memory"})
    except Exception:  # noqa: BLE001, RUF100 - whatever it was, the parent is told that it was something
        send(frames.FAILED, {"reason": "crash"})
    else:
        send(frames.DONE, {})
    # Not by way of the libraries' own tidying, which may fail on what they have read.
    os._exit(0)


if __name__ == "__main__":
    main()
