"""Rows that tie in their key keep their order on any processor: pandas' default leaves it to NumPy's instructions."""

import ast
from pathlib import Path

import pytest

# By one key, which ties nowhere: each part has one row a block.
WITHOUT_TIES = {Path("scripts/judge/workloads/parts.py")}
MODULES = sorted(set(Path("scripts").rglob("*.py")) - WITHOUT_TIES)


def unstable(text):
    """The lines of a module's sorts of a table by one key that say nothing of ties."""
    calls = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call)]
    sorts = [one for one in calls if getattr(one.func, "attr", "") in ("sort_values", "argsort")]
    return [one.lineno for one in sorts if not has_keys(one) and not any(word.arg == "kind" for word in one.keywords)]


def has_keys(call):
    """Whether a sort is by several keys, which pandas does in a stable way: a list, or a constant's name."""
    first = call.args[0] if call.args else None
    return isinstance(first, ast.List) or (isinstance(first, ast.Name) and first.id.isupper())


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_sort_by_one_key_is_stable(path):
    assert unstable(path.read_text(encoding="utf-8")) == []


def test_an_unstable_sort_is_found():
    text = 'a.sort_values("x")\nb.sort_values(["x", "y"])\nc.sort_values()\nd.sort_values("x", kind="stable")\n'
    assert unstable(text) == [1, 3]
