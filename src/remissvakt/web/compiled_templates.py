"""Templates that were compiled when the product was set up, so that a process that starts does not have to.

`compile_all` writes them to web/compiled/, beside the templates; `script/lib/templates.py` calls it. At run time they
are only read: one that is missing, or was made of another text, by another environment or another Python, is compiled
in memory as if there were none.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.template import engines
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent / "compiled"
# What else than its own text decides what a template is compiled to.
_MAKERS = (Path(__file__).parent / "jinja.py",)


class Compiled(BytecodeCache):
    """Reads the compiled templates of a folder, and never writes to it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, or leave it empty; the bucket sees to it that text and Python are the right ones."""
        try:
            with self.path(bucket.key).open("rb") as file:
                bucket.load_bytecode(file)
        except OSError:
            return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing: a disk that is full or read-only is no reason to refuse a page."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name alone: where the product lies is decided after it was built."""
        return name

    def get_source_checksum(self, source: str) -> str:
        return hashlib.sha256(source.encode() + _makers()).hexdigest()

    def path(self, key: str) -> Path:
        return self.folder / f"{key}.compiled"


def compile_all(*, folder: Path = FOLDER) -> int:
    """Compile every template that has not been, take away what has no template any more; return how many were."""
    environment, store = _environment(), Compiled(folder)
    names = set(environment.list_templates())
    count = 0
    for name in sorted(names):
        source, _filename, _current = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
        bucket = Bucket(environment, name, store.get_source_checksum(source))
        store.load_bytecode(bucket)
        if bucket.code is not None:
            continue
        # The name that a traceback shows is no path of the machine that compiled it.
        bucket.code = environment.compile(source, name, f"templates/{name}")
        path = store.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bucket.bytecode_to_string())
        count += 1
    for path in folder.rglob("*.compiled"):
        if path.relative_to(folder).as_posix().removesuffix(".compiled") not in names:
            path.unlink()
    return count


def read_compiled() -> None:
    """Read every template that is compiled; the others wait until they are used."""
    environment, store = _environment(), Compiled()
    for name in environment.list_templates():
        if store.path(name).exists():
            environment.get_template(name)


@cache
def _makers() -> bytes:
    return version("jinja2").encode() + b"".join(path.read_bytes() for path in _MAKERS)


def _environment() -> Environment:
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return environment
