"""The table of verdicts: contested claims first, then questions; claims that merely work share one row."""

from __future__ import annotations

from typing import Any

# The contested ones come first; None is a question.
ORDER = ("fails", "mostly fails", "depends", "undecided", "not measured here", "mostly holds", "holds", None)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTED = ("mostly holds", "mostly fails", "depends", "undecided")  # verdicts beside which the readings are counted


def to_context(claims: list[dict[str, Any]]) -> dict[str, Any]:
    """`rows`: the claims that have a row each, in the table's order; `settled`: those that share the last one."""
    settled = [claim for claim in claims if is_settled(claim)]
    rows = [claim for claim in claims if not is_settled(claim)]
    return {
        "rows": sorted(rows, key=lambda claim: ORDER.index(claim["verdict"])),
        "settled": settled,
        "count": NUMBERS[len(settled)] if len(settled) < len(NUMBERS) else str(len(settled)),
    }


def is_settled(claim: dict[str, Any]) -> bool:
    """Whether it says only that something exists or works, and holds."""
    return claim["verdict"] == "holds" and all(test["criterion"] == "works" for test in claim["margins"])


def format_count(claim: dict[str, Any]) -> str:
    """In how many of its readings a claim holds and fails for certain, and what an undecided one can't be.

    "" where the verdict says it all.
    """
    if claim["verdict"] not in COUNTED:
        return ""
    true, false, declared = (claim["count"][name] for name in ("true", "false", "declared"))
    told = f"{true} of {declared} hold, {false} fail" + (f", {left} open" if (left := declared - true - false) else "")
    return told + (f" ({other})" if (other := ruled_out(claim)) else "")


def ruled_out(claim: dict[str, Any]) -> str:
    """Which verdict an undecided claim can't get, of whose decided readings all hold or all fail; "" of any other."""
    true, false = (claim["count"][name] for name in ("true", "false"))
    if claim["verdict"] != "undecided" or bool(true) == bool(false):
        return ""
    return "can't fail" if true else "can't hold"
