"""Who stands where in single conditions, as tables, and what the article's advice takes."""

from __future__ import annotations

from statistics import median
from typing import Any

from support import units

TASKS = {
    "create": "create it",
    "attach": "attach to it",
    "read_item": "read one item",
    "write_item": "write one item",
    "iterate": "loop over it",
    "copy_out": "copy all of it out",
    "copy_in": "copy all of it in",
    "add_one": "add one so that no update is lost",
    "latency": "see another process's change",
    "refresh": "hand all of it to another process",
}
PAYLOADS = {
    "items": "many ints",
    "small_items": "many small ints",
    "blob": "one object of bytes",
    "array": "an array of ints",
    "mapping": "ints by key",
}


def to_context(answer: dict[str, Any], claims: list[dict[str, Any]], run: dict[str, Any]) -> dict[str, Any] | None:
    """What the templates say of `answer` (of verdicts.json), or None for a run without a ranking."""
    if not answer["boards"]:
        return None
    boards = sorted(answer["boards"], key=display_order)
    newest = [board for board in boards if board["interpreter"] == answer["interpreter"]]
    return {
        "python": answer["interpreter"],
        "probed": answer["probed"],
        "conditions": len(newest),
        "article": article_regret(claims, answer["interpreter"]),
        "ties": ties(newest),
        "replicas": replicas(run["backends"]),
        "tables": tables(boards),
    }


def replicas(backends: dict[str, dict[str, Any]]) -> list[str] | None:
    """Those that read copies of their own; None for a run of before that was told, when all were ranked everywhere."""
    if not any("replica" in facts for facts in backends.values()):
        return None
    return sorted(name for name, facts in backends.items() if facts["replica"])


def display_order(board: dict[str, Any]) -> tuple[Any, ...]:
    """The newest Python first, then as the payloads and tasks stand above, then by size."""
    (version, threads), known = units.version_key(board["interpreter"]), list(TASKS)
    task = known.index(board["task"]) if board["task"] in known else len(known)
    return [-part for part in version], threads, list(PAYLOADS).index(board["payload"]), task, board["size"]


def place(size: int, processes: int) -> str:
    """A size, and the number of processes where it is more than one."""
    return units.format_bytes(size) + (f", {processes} processes" if processes > 1 else "")


def article_regret(claims: list[dict[str, Any]], python: str) -> dict[str, Any] | None:
    """The regret of the article's advice against all that was measured, under the same Python; None without it."""
    places: dict[tuple[Any, ...], dict[str, Any]] = {}
    for reading in (one for claim in claims for one in claim["readings"] if "among" in one["conditions"]):
        where = reading["conditions"]
        key = tuple(where[name] for name in ("interpreter", "operation", "payload", "size", "processes"))
        if where["among"] == "all" or key not in places:  # where no others were measured, the three are all
            places[key] = reading
    readings = [one for (interpreter, *_), one in places.items() if interpreter == python]
    known = [reading["estimate"] for reading in readings if reading["estimate"] is not None]
    refused = [one for one in readings if one["estimate"] is None and one["verdict"] == "fails"]
    return (
        {"median": median(known), "worst": max(known), "total": len(known), "refused": len(refused)} if known else None
    )


def ties(boards: list[dict[str, Any]]) -> dict[str, Any]:
    """In how many conditions several mechanisms can't be told from the best, and how often each is among these."""
    groups = [[row["backend"] for row in board["ranked"] if row["alike"]] for board in boards]
    names = sorted({name for group in groups for name in group})
    counts = sorted(((name, sum(name in group for group in groups)) for name in names), key=lambda pair: -pair[1])
    return {"tied": sum(len(group) > 1 for group in groups), "counts": counts}


def tables(boards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One table an interpreter, payload and task: mechanisms down, sizes and processes across."""
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for board in boards:
        groups.setdefault((board["interpreter"], board["payload"], board["task"]), []).append(board)
    return [
        {
            "interpreter": interpreter,
            "payload": PAYLOADS.get(payload, payload),
            "task": TASKS.get(task, task),
            "columns": [place(board["size"], board["processes"]) for board in some],
            "best": [board["best"] for board in some],
            "limits": [board["limit"] for board in some],
            "rows": rows_best_first(some),
        }
        for (interpreter, payload, task), some in groups.items()
    ]


def rows_best_first(boards: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any] | None], list[str]]]:
    """(mechanism, its line of each board or None, reasons why it isn't safe), the best on the whole first."""
    lines: dict[str, list[dict[str, Any] | None]] = {}
    for column, board in enumerate(boards):
        for row in board["ranked"]:
            lines.setdefault(row["backend"], [None] * len(boards))[column] = row
    best_first = sorted(lines.items(), key=lambda item: (item[1].count(None), median(r["ratio"] for r in item[1] if r)))
    return [(name, row, next(one for one in row if one)["unsafe"]) for name, row in best_first]
