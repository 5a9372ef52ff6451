"""Every small fault of a kind that a module could have: one comparison, condition, number or act changed at a time.

Texts for people, annotations and assertions are left alone: they decide nothing.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


@dataclass(frozen=True)
class Mutant:
    """A module's text with one thing changed, and what was changed."""

    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """All of them, in the order of the text. Each is the whole module anew."""
    tree = ast.parse(source)
    spots = list(_spots(tree))
    for number, spot in enumerate(spots):
        for how in range(len(_changes(spot))):
            other = copy.deepcopy(tree)
            there = list(_spots(other))[number]
            what = _changes(there)[how]
            what.apply()
            yield Mutant(spot.node.lineno, what.what, ast.unparse(other))  # type: ignore[attr-defined]


@dataclass
class _Spot:
    """A node, and where it hangs: in `parent.field`, at `index` if that is a list."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None

    def put(self, other: ast.AST) -> None:
        ast.copy_location(other, self.node)
        if self.index is None:
            setattr(self.parent, self.field, other)
        else:
            getattr(self.parent, self.field)[self.index] = other


@dataclass
class _Change:
    what: str
    spot: _Spot
    other: ast.AST

    def apply(self) -> None:
        self.spot.put(self.other)


def _spots(parent: ast.AST) -> Iterator[_Spot]:
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        rows = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, node in rows:
            if not isinstance(node, ast.AST) or isinstance(node, ast.Assert | ast.Import | ast.ImportFrom):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue  # a docstring
            if hasattr(node, "lineno"):
                yield _Spot(node, parent, field, index)
            yield from _spots(node)


def _changes(spot: _Spot) -> list[_Change]:
    node, found = spot.node, []

    def change(what: str, other: ast.AST) -> None:
        found.append(_Change(what, spot, other))

    text = ast.unparse(node).splitlines()[0][:90]
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OTHER:
        operator = _OTHER[type(node.ops[0])]()
        change(f"compares otherwise: {text}", ast.Compare(node.left, [operator], node.comparators))
    elif isinstance(node, ast.BoolOp):
        change(f"and for or: {text}", ast.BoolOp(_OTHER[type(node.op)](), node.values))
        for left_out in range(len(node.values)):
            rest = [value for number, value in enumerate(node.values) if number != left_out]
            other = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            change(f"without {ast.unparse(node.values[left_out])[:60]}: {text}", other)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        change(f"not left out: {text}", node.operand)
    elif isinstance(node, ast.BinOp) and type(node.op) in _OTHER:
        change(f"plus for minus: {text}", ast.BinOp(node.left, _OTHER[type(node.op)](), node.right))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        change(f"not {node.value}", ast.Constant(not node.value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        change(f"{node.value + 1} for {node.value}", ast.Constant(node.value + 1))
    elif isinstance(node, ast.If | ast.IfExp):
        for value in (True, False):
            other = copy.copy(node)
            other.test = ast.Constant(value)
            change(f"always {value}: {text}", other)
    elif (
        (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        or isinstance(node, ast.Raise)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom))
    ):
        change(f"left out: {text}", ast.Pass())
    elif isinstance(node, ast.Starred) and isinstance(spot.parent, ast.Tuple):
        change(f"left out: {text}", ast.Starred(ast.Tuple([], ast.Load()), ast.Load()))
    return found
