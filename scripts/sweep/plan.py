"""From a configuration to a plan: the cells in their random order, and the refusals with their reasons."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import random
from pathlib import Path
from typing import Any

from measure.contract import discovery
from measure.contract.cell import Cell
from measure.contract.operations import EMPTY, OPERATIONS, is_of_payload, reason_declined, timed_workers
from measure.system import topology
from provenance import decides, run_facts
from support import units
from sweep import budget, cost_model, interpreters, sets
from sweep.interpreters import Interpreter

COLUMNS = ["name", "block", "order", "interpreter", "python", "backend", "payload", "size_bytes", "processes"]
COLUMNS += ["placement", "start_method", "operations", "seconds", "reason"]
# Kind of a part of the plan -> the folder that its "all" means.
KINDS = {
    "sweep": discovery.BACKENDS,
    "transfer": discovery.CHANNELS,
    "causes": discovery.CAUSES,
    "instrument": discovery.CONTROLS,
}
PLANNED = [name for name in OPERATIONS if name != "start"]  # a server's start is measured with its cell


class StalePlan(Exception):
    """The folder's plan was made from another configuration."""


def conditions(config: dict[str, Any], labels: list[str]) -> dict[tuple[Any, ...], list[str]]:
    """(interpreter, backend, payload, bytes, processes, placement) -> operations: the union of the factorials."""
    found: dict[tuple[Any, ...], set[str]] = {}
    for kind, part in parts(config):
        operations = PLANNED if part["operations"] == "all" else part["operations"]
        factors = (
            interpreters.group(labels, part["interpreters"]),
            expand_all(part.get("backends", config["backends"]), KINDS[kind]),
            part["payloads"],
            map(units.size_in_bytes, part["sizes"]),
            part["processes"],
            part.get("affinity", [topology.NONE]),
        )
        for key in itertools.product(*factors):
            found.setdefault(key, set()).update(operations)
    there = {key: {name for name in wanted if offered(key, name, wanted)} for key, wanted in found.items()}
    return {key: [name for name in PLANNED if offered(key, name, with_loop(there[key]))] for key in found}


def with_loop(operations: set[str]) -> set[str]:
    """The operations, and what the loop costs where items are accessed in one."""
    return operations | ({EMPTY} if any(OPERATIONS[name] == "item" for name in operations) else set())


def parts(config: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(kind, factorial) of every part of the plan."""
    return [(kind, part) for kind in KINDS for part in config[kind]]


def expand_all(names: list[str], folder: str) -> list[str]:
    """The named ones; "all" are those of a folder that need not be named."""
    if "all" not in names:
        return names
    all_ = {name for name, path in discovery.paths(folder).items() if not discovery.load_or_stand_in(path).by_name_only}
    return sorted(all_.union(names) - {"all"})


def offered(key: Any, operation: str, wanted: set[str]) -> bool:
    """Whether the operation is wanted and exists for the payload; what a backend doesn't offer stays, as a gap.

    To hand something over is what channels do, and all that they do.
    """
    channel = hasattr(discovery.load_or_stand_in(discovery.find(key[1])), "send")
    if channel != (OPERATIONS[operation] == "round"):
        return False
    return operation in wanted and is_of_payload(operation, key[2]) and bool(timed_workers(operation, key[4]))


def random_order(keys: Any, source: Any) -> list[tuple[Any, ...]]:
    """`keys` in a random order in which what is compared stands together: sizes of a payload, backends of a size."""
    keys = sorted(keys)
    rank: dict[Any, Any] = {}
    for key in keys:
        label, _, payload, size, processes, _ = key
        places = [(label, payload), (label, payload, size, processes), key]
        for place in places:
            rank.setdefault(place, source.random())
        rank[key, "path"] = [rank[place] for place in places]
    return sorted(keys, key=lambda key: rank[key, "path"])


def cells(config: dict[str, Any], chosen: dict[str, Interpreter]) -> list[dict[str, Any]]:
    """One dict a cell, in the order of the sweep; `chosen` is label -> Interpreter, oldest first."""
    todo = conditions(config, list(chosen))
    names = sets.names(todo)
    rows = []
    for block in range(most_blocks(config)):
        for order, key in enumerate(random_order(todo, random.Random(f"{config['seed']} {block}"))):
            label, backend, payload, size, processes, placement = key  # the payload is that of the set
            suffix = "" if placement == topology.NONE else f"-{placement}"
            kind = discovery.load_or_stand_in(discovery.find(backend))
            method = kind.start_method or config["start_method"]
            cell = Cell(backend, payload, size, processes, chosen[label].version[:2], method)
            rows.append(
                {
                    "name": f"{block}/{label}/{names[key]}/{backend}-{size}-{processes}{suffix}",
                    "block": block,
                    "order": order,
                    "interpreter": label,
                    "python": chosen[label].path,
                    "backend": backend,
                    "payload": payload,
                    "size_bytes": size,
                    "processes": processes,
                    "placement": placement,
                    "start_method": method,
                    "operations": " ".join(todo[key]),
                    "seconds": round(cost_model.expected_seconds(cell, todo[key], config["timing"]), 2),
                    "reason": reason_declined(kind, cell) or "",
                }
            )
    return rows


def set_of(row: dict[str, Any]) -> str:
    """BLOCK/INTERPRETER/SET of a row's cell."""
    return str(row["name"].rpartition("/")[0])


def first_blocks(config: dict[str, Any]) -> int:
    """Those in which every cell is measured."""
    return int(config["blocks"] or budget.FIRST)


def most_blocks(config: dict[str, Any]) -> int:
    """Those that are planned: with a budget more than may ever be measured."""
    return int(config["blocks"] or budget.MOST)


def load_or_make(config: dict[str, Any]) -> list[dict[str, str]]:
    """The plan's rows, from its file when it belongs to this configuration, else made anew, its seconds a guess."""
    rows = load(config)
    if rows is not None:
        return rows
    chosen, older, made = make(config)
    out = Path(config["outdir"])
    out.mkdir(parents=True, exist_ok=True)
    write(out / "plan.csv", as_csv(made))
    facts = run_facts.facts(config, chosen, older, max(row["size_bytes"] for row in made))
    facts["plan"] = digest(made)
    write(out / "interpreters.json", json.dumps(paths({**older, **chosen}), indent=1) + "\n")
    write(out / "run.json", as_json(facts))
    return read(out / "plan.csv")


def foretell(config: dict[str, Any]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """(the plan's rows, label -> interpreter's path) that `load_or_make` would have; nothing is written."""
    rows = load(config)
    if rows is not None:
        return rows, json.loads((Path(config["outdir"]) / "interpreters.json").read_text())
    chosen, older, made = make(config)
    return list(csv.DictReader(io.StringIO(as_csv(made)))), paths({**older, **chosen})


def load(config: dict[str, Any]) -> list[dict[str, str]] | None:
    """The rows of the folder's plan; None where there is none, or one that is outdated has measured nothing yet."""
    out = Path(config["outdir"])
    plan, run = out / "plan.csv", out / "run.json"
    if not (plan.exists() and run.exists()):
        return None
    try:
        facts = json.loads(run.read_text(encoding="utf-8"))
        planned = facts["config"]
    except (ValueError, KeyError, TypeError):
        raise StalePlan(f"{run}: tells of no configuration; delete it and {plan} to plan anew") from None
    if measured_by(planned) == measured_by(config) and (
        has_begun(out) or facts.get("decides") == decides.digests(config["claims"])
    ):
        return unedited(plan, facts)
    if any((out / "raw").rglob("*.csv")):
        raise StalePlan(
            f"{plan}: was made from another configuration, and cells were measured by it; move {out}/raw and "
            f"{plan} away, or set another outdir"
        )
    return None


def measured_by(config: dict[str, Any]) -> dict[str, Any]:
    """What of a configuration says what is measured: not by which claims it is judged."""
    return {key: value for key, value in config.items() if key != "claims"}


def has_begun(out: Path) -> bool:
    """Whether cells were measured already: then what they took is past, and their plan stays as it is."""
    return any((out / "raw").rglob("*.csv")) or any((out / "blocks").glob("*"))


def make(config: dict[str, Any]) -> tuple[dict[str, Interpreter], dict[str, Interpreter], list[dict[str, Any]]]:
    """(the interpreters on trial, those before 3.8 that are asked what works, the cells) of a new plan."""
    chosen = interpreters.choose(config["interpreters"])
    if not chosen:
        raise interpreters.NotFound(f"{config['interpreters']}: no CPython from 3.8 on was found")
    older = interpreters.before_oldest() if config["interpreters"] == "auto" else {}
    return chosen, older, cells(config, chosen)


def paths(found: dict[str, Interpreter]) -> dict[str, str]:
    return {label: one.path for label, one in found.items()}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a plan's file, all text."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def unedited(path: Path, facts: dict[str, Any]) -> list[dict[str, str]]:
    """The rows of a plan, unless somebody changed it: a cell measures what its row says, whatever its name is."""
    rows = read(path)
    if digest(rows) != facts.get("plan", digest(rows)):
        raise StalePlan(f"{path}: was changed after it was made; delete it and {path.parent}/run.json to plan anew")
    return rows


def digest(rows: list[dict[str, Any]]) -> str:
    """Of all that a plan says but for the estimates, which the pilot improves."""
    told = [[str(row.get(name)) for name in COLUMNS if name != "seconds"] for row in rows]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def as_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_json(facts: dict[str, Any]) -> str:
    """The text of run.json."""
    return json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write(path: Path, text: str) -> None:
    """Whole or not at all."""
    temporary = path.with_suffix(".part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
