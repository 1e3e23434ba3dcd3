"""What to use instead: who is fastest where, who can't be told from it, and the fewest recommendations that do."""

import numpy as np
import pandas as pd

from collect.cells import wide_table
from judge.eligibility import ineligible
from judge.recommendation import fewest_mechanisms
from stats import effects, intervals
from support import units

# Ways to do one and the same thing. To add one without a lock is no way: it loses updates.
TASKS = {"increment_locked": "add_one", "increment_atomic": "add_one", "increment_fcntl": "add_one"}
# Not what anybody chooses by: a second reading of the same, a control, and what one mechanism only offers.
LEFT_OUT = {"start", "read_item_fixed", "write_item_fixed", "increment", "append", "length", "repr", "transfer"}
# Task -> the (backend or channel, its operation) whose times together no sharing between processes can beat.
OUT, IN, ROUND = ("plain_copy", "copy_out"), ("plain_copy", "copy_in"), ("handover_only", "transfer")
LIMITS = {"copy_out": [OUT], "copy_in": [IN], "refresh": [IN, OUT, ROUND]}
LIMITS.update((task, [("local_list", task)]) for task in ("read_item", "write_item", "iterate"))
LEAST = 3  # mechanisms: to be the faster of two says little of what to use
WHERE = ["interpreter", "payload", "task", "size_bytes", "processes"]


def answer(trial, unsafe):
    """The key `answer` of verdicts.json; `unsafe` maps (backend, interpreter) to the reasons why it isn't safe.

    It is {} in a run without probes; who isn't in it could not be probed, and doesn't count as safe.

    `boards`: one ranking a condition. `advice`: the fewest mechanisms whose regret stays within the margin, among all
    and, where probes ran, among the safe ones; None with too few blocks or too few contenders.
    """
    boards = list(rankings(trial, unsafe))
    newest = max((board["interpreter"] for board in boards), key=units.version_key, default=None)
    here = [board for board in boards if board["interpreter"] == newest]
    return {
        "interpreter": newest,
        "probed": bool(unsafe),
        "boards": boards,
        "advice": fewest_mechanisms(here, lambda row: True),
        "safe_advice": fewest_mechanisms(here, lambda row: not row["unsafe"]) if unsafe else None,
    }


def contenders(trial):
    """The cells of mechanisms that can be chosen for an operation, with the task of each operation."""
    backends, cells = trial.run["backends"], trial.cells[~trial.cells["operation"].isin(LEFT_OUT)]
    out = [(name, operation) for operation in cells["operation"].unique() for name in ineligible(backends, operation)]
    pairs = pd.MultiIndex.from_frame(cells[["backend", "operation"]])
    cells = cells[cells["backend"].isin(list(backends)) & ~pairs.isin(out)]
    return cells.assign(task=cells["operation"].replace(TASKS))


def rankings(trial, unsafe):
    """A ranking for every condition in which at least LEAST mechanisms gave a value in every block."""
    for key, part in contenders(trial).groupby(WHERE):
        seconds = fastest_way_each(part)
        if seconds.shape[1] < LEAST or len(seconds) < 2:
            continue
        where = dict(zip(WHERE, key, strict=True))
        where["size"], where["processes"] = int(where.pop("size_bytes")), int(where["processes"])
        logs = np.log(seconds.to_numpy(dtype=float))
        best = effects.cross_validated_best(logs)
        reasons = [unsafe_reasons(unsafe, name, where["interpreter"]) for name, _ in seconds.columns]
        ranked = [
            ranked_row(name, logs[:, column], best, reasons[column], trial, where, len(reasons) - 1)
            for column, name in enumerate(seconds.columns)
        ]
        ranked.sort(key=lambda row: row["ratio"])
        yield dict(
            where, blocks=len(seconds), best=interval(best), limit=compare_with_limit(trial, where, best), ranked=ranked
        )


def unsafe_reasons(unsafe, name, interpreter):
    """Why a mechanism isn't advised where safety matters; nothing in a run without probes."""
    return unsafe.get((name, interpreter), ["not probed"]) if unsafe else []


def fastest_way_each(part):
    """Blocks as rows, (backend, operation) as columns, seconds as values.

    Of several ways to do a task a backend enters with the one that is faster on the whole; a backend that lacks a
    block is left out, so that all are compared in the same blocks.
    """
    seconds = part.pivot_table(index="block", columns=["backend", "operation"], values="seconds", observed=True)
    seconds = seconds.dropna(axis="columns")
    usual = np.log(seconds).median().sort_values(kind="stable")
    first = ~usual.index.get_level_values("backend").duplicated()
    return seconds[sorted(usual.index[first])]


def ranked_row(name, logs, best, reasons, trial, where, rivals):
    """One mechanism's line of a ranking: its time, and the ratio to the best choice, chosen on the other blocks.

    `alike`: it can't be told from the best. Its interval reaches down to the noise floor of such operations, at a level
    that holds for all `rivals` of the ranking together (Bonferroni); without an interval nothing can be told.
    """
    ratio = interval(logs - best)
    floor = trial.instrument.floor(name[1], where["processes"])
    surely = interval(logs - best, 1 - (1 - intervals.CONFIDENCE) / rivals)["low"]
    seconds = interval(logs)
    return {
        "backend": name[0],
        "operation": name[1],
        "seconds": seconds["estimate"],
        "low": seconds["low"],
        "high": seconds["high"],
        "ratio": ratio["estimate"],
        "ratio_low": ratio["low"],
        "ratio_high": ratio["high"],
        "alike": not surely > floor,
        "unsafe": reasons,
    }


def interval(logs, level=intervals.CONFIDENCE):
    estimate, low, high = np.exp(intervals.interval(logs, level))
    return {"estimate": float(estimate), "low": float(low), "high": float(high)}


def compare_with_limit(trial, where, best):
    """How the best stands against what no sharing can beat: its name, and the best's time over its, or None."""
    parts = [yardstick_seconds(trial, where, *part) for part in LIMITS.get(where["task"], [])]
    if not parts or any(part is None or len(part) != len(best) for part in parts):
        return None
    names = dict.fromkeys(name for name, _ in LIMITS[where["task"]])
    return dict(interval(best - np.log(np.sum(parts, axis=0))), what=" and ".join(names))


def yardstick_seconds(trial, where, name, operation):
    """A yardstick's seconds, one a block, or None: of bytes, which are copied alike, whatever they mean."""
    own = name == "local_list"
    wanted = {**where, "operation": operation, "payload": where["payload"] if own else "blob"}
    exact = {"processes": where["processes"] if own else 1}
    if operation != "transfer":  # a signal carries nothing: any size will do
        exact["size_bytes"] = where["size"]
    cells, _, _ = trial.matching(wanted, backend=[name], **exact)
    return wide_table(cells, "backend")[name].to_numpy(dtype=float) if len(cells) else None
