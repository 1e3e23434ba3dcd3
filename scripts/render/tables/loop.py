"""What the empty loop's time does to a claim and to the run's readings."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from render import marks


def with_loop(readings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The readings that have times less the loop beside them; an older verdicts.json has none."""
    return [reading for reading in readings if reading.get("less_loop")]


def note(claim: dict[str, Any]) -> Markup:
    """What a claim's verdict would be without the loop's time, each number marked; "" where that changes nothing."""
    readings = claim["readings"]
    turned = sum(reading["less_loop"]["turned"] for reading in with_loop(readings))
    otherwise = claim.get("less_loop", claim["verdict"])
    parts = []
    if otherwise != claim["verdict"]:
        parts.append(Markup("the verdict would be {}").format(otherwise))
    if turned:
        opposite = marks.mark(turned, claim["id"], "readings.less_loop.turned=True", turned)
        total = marks.mark(len(readings), claim["id"], "readings", len(readings))
        parts.append(Markup("{} of its {} readings would say the opposite").format(opposite, total))
    found = Markup(" and ").join(parts)
    return Markup("By the times less those of an empty loop {}.").format(found) if parts else Markup()


def to_context(claims: list[dict[str, Any]]) -> dict[str, int] | None:
    """How many readings have times less the loop, and how many readings and claims they turn; None without any."""
    readings = [reading for claim in claims for reading in with_loop(claim["readings"])]
    if not readings:
        return None
    return {
        "readings": len(readings),
        "turned": sum(reading["less_loop"]["turned"] for reading in readings),
        "claims": sum(claim["less_loop"] != claim["verdict"] for claim in claims),
    }
