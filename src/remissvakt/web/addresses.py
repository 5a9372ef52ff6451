"""The addresses of named pages. A page has some fifty, and Django looks each one up by its pattern."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def address(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a page. Raises NoReverseMatch for a name or an argument that it does not have."""
    return _address(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=2000)
def _address(
    _prefix: str, name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...]
) -> str:
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)
