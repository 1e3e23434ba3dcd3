"""What decides the verdicts, as digests: `publish` refuses a run that started before one of them last changed.

Of each file of claims every claim without its prose, so each workload and each rule of safety, which decide what is
recommended, and the syntax of the code that decides. A declared version would be as good only as the memory of who
changes a margin's use; so the code itself is hashed, although a name that changes in it refuses a run as well.
Comments, docstrings, types, the layout and the words of f-strings, which are sentences here, don't count.
"""

from __future__ import annotations

import ast
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from support.validation import check, load_schema, load_yaml

ROOT = Path(__file__).parents[2]
CLAIMS = ROOT / "config" / "claims" / "article.yaml"
WORKLOADS = ROOT / "config" / "workloads.yaml"
SAFETY = ROOT / "config" / "safety.yaml"
# Keys of an entry, at any depth, that are told beside what it decides; whatever else there is decides, new keys too.
TOLD = {
    "claims": frozenset({"quote", "english", "why", "versus", "seen", "causes"}),
    "workloads": frozenset({"job", "why"}),
    "safety": frozenset({"reason", "why"}),
}
SHARED = "readings"  # by an anchor: each claim has its own of them
OF_JUDGE = ("bounds", "closed_test", "criteria", "decisions", "eligibility", "readings", "records", "verdicts")
CODE = ("scripts/stats/*.py", *(f"scripts/judge/{name}.py" for name in OF_JUDGE))
CODE += ("scripts/judge/sources/comparisons.py",)
CODE += tuple(f"scripts/judge/instrument/{name}.py" for name in ("controls", "disturbance", "doubts", "floors"))
CODE += tuple(f"scripts/judge/workloads/{name}.py" for name in ("choice", "cost", "estimates", "parts", "qualities"))
CODE += tuple(f"scripts/judge/workloads/{name}.py" for name in ("questions", "tasks"))
TYPES = ("annotation", "returns")


def digests(
    claims: Iterable[str | Path] = (CLAIMS,), workloads: str | Path = WORKLOADS, safety: str | Path = SAFETY
) -> dict[str, str]:
    """What decides -> its SHA-256: "claim ID", "workload ID", "probe NAME", a further key of these files, or of code.

    Raises
    ------
    support.validation.BadInput
        where a file doesn't fit its schema
    """
    texts = itertools.chain(*map(of_claims, claims), of_workloads(workloads), of_safety(safety), of_code())
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts}


def of_claims(path: str | Path) -> Iterator[tuple[str, str]]:
    """(name, canonical JSON) of each claim, and of what they have in common."""
    document = checked(path, "claims")
    for key in sorted(document.keys() - {"claims", "source", SHARED}):
        yield key, canonical(document[key])
    for claim in document["claims"]:
        yield f"claim {claim['id']}", canonical(without_prose(claim, TOLD["claims"]))


def of_workloads(path: str | Path) -> Iterator[tuple[str, str]]:
    """The same of each workload: a count that is changed can change what is recommended."""
    for entry in checked(path, "workloads")["workloads"]:
        yield f"workload {entry['id']}", canonical(without_prose(entry, TOLD["workloads"]))


def of_safety(path: str | Path) -> Iterator[tuple[str, str]]:
    """The same of each probe's rule, and of the one for all: what is unsafe isn't recommended."""
    document = checked(path, "safety")
    yield "every probe", canonical(without_prose(document["always"], TOLD["safety"]))
    for name, rule in document["probes"].items():
        yield f"probe {name}", canonical(without_prose(rule, TOLD["safety"]))


def checked(path: str | Path, schema: str) -> Any:
    """A file that fits its schema."""
    document = load_yaml(path)
    check(document, load_schema(schema), lambda keys: str(path))
    return document


def canonical(entry: Any) -> str:
    """JSON, the same whatever the order of the keys."""
    return json.dumps(entry, sort_keys=True)


def without_prose(entry: Any, told: frozenset[str]) -> Any:
    """A part of an entry without the keys `told`."""
    if isinstance(entry, dict):
        return {key: without_prose(value, told) for key, value in entry.items() if key not in told}
    return [without_prose(one, told) for one in entry] if isinstance(entry, list) else entry


def of_code() -> Iterator[tuple[str, str]]:
    """(path, outline) of each file of code that decides."""
    for path in sorted(path for pattern in CODE for path in ROOT.glob(pattern)):
        yield str(path.relative_to(ROOT)), repr(outline(ast.parse(path.read_text(encoding="utf-8"))))


def outline(node: Any) -> Any:
    """A syntax tree as nested tuples, the same under each Python: `ast.dump` and `ast.unparse` change with it.

    What is empty is left out, since newer Pythons have further fields.
    """
    if isinstance(node, list):
        return tuple(outline(one) for one in node if not is_text(one))
    if not isinstance(node, ast.AST):
        return repr(node)
    if isinstance(node, ast.JoinedStr):
        return ("f-string", *(outline(one) for one in node.values if not isinstance(one, ast.Constant)))
    fields = ((name, value) for name, value in ast.iter_fields(node) if name not in TYPES and value not in (None, []))
    return (type(node).__name__, *((name, outline(value)) for name, value in fields))


def is_text(node: Any) -> bool:
    """Whether a statement is a text alone, as a docstring is."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
