"""What a source asks for instead of claiming it: a question has no verdict, and what answers it stands elsewhere."""

from __future__ import annotations

from typing import Any

from judge import causes
from judge.eligibility import is_eligible
from judge.model import Verdict
from judge.run_data import RunData


def asked(claim: dict[str, Any], data: RunData) -> Verdict:
    """A question in the shape of a verdict."""
    others = rivals(claim, data)
    answer = (
        f"Asked, not claimed. Beside the article's own this run has {counted(others)}: see what to use instead."
        if others
        else "Asked, not claimed. This run can't answer: it compares no other way of sharing than the article's own. "
        "The run of all mechanisms can (`make mechanisms`, about an hour)."
    )
    return Verdict(
        id=claim["id"],
        quote=claim["quote"],
        english=claim["english"],
        margins=[],
        over=None,
        verdict=None,
        short=answer,
        statement=answer,
        readings=[],
        causes=causes.evaluate(claim, data),
        crossovers=[],
        true_for="",
        less_loop=None,
        kind="question",
    )


def counted(others: list[str]) -> str:
    """How many other mechanisms; a single one by its name."""
    return f"{len(others)} other mechanisms" if len(others) > 1 else f"one other mechanism, {others[0]}"


def rivals(claim: dict[str, Any], data: RunData) -> list[str]:
    """The mechanisms of the run that contend, but for the source's own and what hands out the same memory as these."""
    facts = data.run["backends"]
    own = {facts[name].get("view_memory") for name in claim["than"] if name in facts} - {None}
    planned = set(data.planned["backend"].unique()) - set(claim["than"])
    others = {name for name in planned if name in facts and facts[name].get("view_memory") not in own}
    return sorted(name for name in others if is_eligible(facts[name], "create"))
