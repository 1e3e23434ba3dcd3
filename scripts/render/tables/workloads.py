"""What to use for each job, in words: the README, the page, the paper and the command line say the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from judge.workloads.tasks import ATTACH, CREATE, ONCE, TASKS
from measure.contract.payload import ENTRY_BYTES
from support import units

ROOT = Path(__file__).parents[3]
RECIPES = Path("report") / "recipes"
PAYLOADS = {
    "items": "64-bit ints",
    "small_items": "small ints",
    "blob": "one object of bytes",
    "array": "an array of 64-bit ints",
    "mapping": "ints by string key",
}
SHARED = {task for task, one in TASKS.items() if not one.together}  # counted for all workers together
SAFETY = {
    "passed": "passed every probe of safety",
    "unsafe": "not safe: {}",
    "untried": "safety unknown: {}",
    "not probed": "not probed for safety",
}
ENDINGS = {"crash": "it crashes", "hang": "it hangs"}
RUNNERS_UP = 3
SHOWN = 0.005  # of a time, that three digits show
STANDARD = "the standard library alone"


def to_context(workloads: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Each workload's answer under the newest interpreter that has one, in words; `workloads` is verdicts.json's."""
    if not workloads:
        return []
    newest: dict[str, dict[str, Any]] = {}
    for answer in workloads["answers"]:  # the interpreters of each come in order
        newest[answer["id"]] = answer
    return [answer_context(answer, mechanisms_of(workloads, answer["interpreter"])) for answer in newest.values()]


def mechanisms_of(workloads: dict[str, Any], interpreter: str) -> dict[str, dict[str, Any]]:
    """Name -> what a mechanism is beside its times."""
    return {one["backend"]: one for one in workloads["mechanisms"] if one["interpreter"] == interpreter}


def answer_context(answer: dict[str, Any], mechanisms: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One answer in words: `use` is what is advised, None where nothing passed the probes."""
    choice = answer["choice"]
    lines = {
        row["backend"]: line(row, mechanisms[row["backend"]], choice, answer["payload"]) for row in choice["ranked"]
    }
    use = lines.get(choice["recommended"])
    told = [name for name in (choice["recommended"], choice["simplest"]) if name]
    others = [row for name, row in lines.items() if name not in told]
    return {
        **{key: answer[key] for key in ("id", "job", "why", "interpreter", "payload", "size", "workers", "counts")},
        "life": format_life(answer),
        "blocks": len(choice["blocks"]),
        "margin": choice["margin"],
        "use": use,
        "near": lines.get(choice["simplest"]),
        "agreeing": choice["agreeing"],
        "fastest": lines.get(choice["fastest"]),
        "fastest_safe": lines.get(choice["fastest_safe"]),
        "faster": faster_words(choice, lines),
        "ranked": lines,
        "runners": others[:RUNNERS_UP],
        "compared": len(lines),
        "lacking": choice["lacking"],
    }


def line(row: dict[str, Any], mechanism: dict[str, Any], choice: dict[str, Any], payload: str) -> dict[str, Any]:
    """A ranked mechanism in words."""
    return {
        "backend": row["backend"],
        "what": mechanism["what"],
        "seconds": row["seconds"],
        "time": format_interval(row, "seconds", "low", "high"),
        "once": format_interval(row, "once", "once_low", "once_high"),
        "access": format_interval(row, "access", "access_low", "access_high"),
        "paid": [format_paid(part) for part in row["paid"]],
        "notes": notes(row),
        "alike": row["backend"] in choice["alike"],
        "ratio": row["ratio"],
        "safety": mechanism["safety"],
        "safe": SAFETY[mechanism["safety"]].format("; ".join(map(format_reason, mechanism["reasons"]))),
        "needs": ", ".join(mechanism["needs"]) or STANDARD,
        "memory": format_memory(row["memory"], payload),
        "recipe": recipe(row["backend"]),
    }


def format_reason(reason: str) -> str:
    """Why a mechanism isn't safe; how one ended that gave a probe no answer stands in safety.csv as "crash: probe"."""
    ending, _, probe = reason.partition(": ")
    return f"{ENDINGS[ending]} in the probe “{probe}”" if ending in ENDINGS else reason


def faster_words(choice: dict[str, Any], lines: dict[str, dict[str, Any]]) -> str:
    """What those that are surely faster than the advised one take, and what they need; "" where none is."""
    near = lines.get(choice["simplest"])
    if near is None or near["alike"]:
        return ""
    found: list[str] = []
    for kind, name in (("the fastest that is safe", choice["fastest_safe"]), ("the fastest", choice["fastest"])):
        row = lines.get(name) if name else None
        if row and row["backend"] != near["backend"] and row["backend"] not in " ".join(found):
            words = f"{kind}, {row['backend']}, takes {row['time']} and needs {row['needs']}"
            found.append(words + (f", but is {row['safe']}" if row["safety"] == "unsafe" else ""))
    return "; ".join(found)


def format_life(answer: dict[str, Any]) -> str:
    """What is shared, by how many, and how often what is done with it."""
    size, workers = format_size(answer["payload"], answer["size"]), answer["workers"]
    counts = {task: count for task, count in answer["counts"].items() if task not in (CREATE, ATTACH)}
    each = [format_count(task, count) for task, count in counts.items() if task not in SHARED]
    together = [format_count(task, count) for task, count in counts.items() if task in SHARED]
    what = f"{size} with an int each" if answer["payload"] == "mapping" else f"{PAYLOADS[answer['payload']]} of {size}"
    words = [what, f"{workers} worker{'s' if workers > 1 else ''}"]
    return "; ".join([*words, *(["each worker: " + ", ".join(each)] if each else []), *together])


def format_size(payload: str, size: int) -> str:
    """Bytes; of a mapping its keys."""
    return f"{size // ENTRY_BYTES:,} keys" if payload == "mapping" else units.format_bytes(size)


def format_count(task: str, count: int) -> str:
    """10,000 reads."""
    what, _, where = task.replace("hand_", "hand-").partition("_")
    words = what if count != 1 else what.removesuffix("s")
    return f"{count:,} {' '.join([words, *where.split('_')]).strip()}"


def format_interval(row: dict[str, Any], estimate: str, low: str, high: str) -> str:
    """A time with its interval; without it below 6 blocks."""
    value = units.format_seconds(row[estimate]) if row[estimate] else "0 s"
    if row[low] is None or not row[low]:
        return value
    return f"{value} [{units.format_seconds(row[low])}, {units.format_seconds(row[high])}]"


def format_paid(part: dict[str, Any]) -> dict[str, Any]:
    """A part of a life: what is done, how often, what one takes, what all take."""
    note = ", ".join(filter(None, (part["note"], format_first(part))))
    return {
        "says": TASKS[part["task"]].says,
        "count": f"{part['count']:,}",
        "each": units.format_seconds(part["each"]) if part["each"] else "–",
        "all": units.format_seconds(part["seconds"]) if part["seconds"] else "–",
        "once": part["task"] in ONCE,
        "note": note,
    }


def format_first(part: dict[str, Any]) -> str:
    """What the first of several takes, where it is so slow that one time's multiple isn't what all take; else ""."""
    each, together = part["each"] or 0.0, part["seconds"] or 0.0
    first = together - (part["count"] - 1) * each
    apart = part["count"] > 1 and first - each > SHOWN * together
    return f"the first takes {units.format_seconds(first)}" if apart else ""


def notes(row: dict[str, Any]) -> list[str]:
    """The parts that were not measured just so, each with how it was got."""
    return [f"{TASKS[part['task']].says}: {part['note']}" for part in row["paid"] if part["note"]]


def format_memory(memory: dict[str, Any] | None, payload: str) -> str:
    """What all processes together held, and where that was looked at; "" where it wasn't."""
    if memory is None:
        return ""
    place = (
        f"{format_size(payload, memory['size'])}, {memory['processes']} worker{'s' if memory['processes'] > 1 else ''}"
    )
    return f"{memory['total'] / 2**20:.0f} MiB in all processes, interpreters included ({place})"


def recipe(backend: str) -> str:
    """The path of a mechanism's recipe, or "" where there is none."""
    path = RECIPES / f"{backend}.py"
    return str(path) if (ROOT / path).exists() else ""
