"""The fewest recommendations whose regret stays within a margin everywhere: a small integer program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from judge.model import Pick, RankedMechanism, Ranking, Recommendation

MARGIN = 1.5  # as the article's advice is judged by: small-large-advice in claims.yaml
# Weights of the program's aims, each far above all that follow: mechanisms, then splits of a task, then lost time.
MECHANISM, SPLIT = 1e4, 1e2
MOST_SECONDS = 60
Place = tuple[Ranking, dict[str, RankedMechanism]]


def fewest_mechanisms(boards: list[Ranking], allowed: Callable[[RankedMechanism], bool]) -> Recommendation | None:
    """The smallest set of mechanisms that serves every condition within MARGIN; None without any interval.

    `allowed` says whether a mechanism may be advised. A condition in which no interval ends below MARGIN is served by
    a mechanism whose estimate does, and counted in `unsure`; one in which no estimate does is left out, and counted in
    `unserved`.
    """
    serving = [admissible(board, allowed) for board in boards]
    if not any(np.isfinite(row.ratio_high) for board in boards for row in board.ranked):
        return None
    places = [(board, rows) for board, (rows, _) in zip(boards, serving, strict=True) if rows]
    names = sorted({name for _, rows in places for name in rows})
    chosen = assign(places, names) if places else []
    picks = [pick(board, rows[name]) for (board, rows), name in zip(places, chosen, strict=True)]
    return Recommendation(
        margin=MARGIN,
        mechanisms=[name for name in names if name in chosen],
        picks=picks,
        worst=max((one.ratio_high for one in picks), default=None),
        unsure=sum(bool(rows) and not sure for rows, sure in serving),
        unserved=sum(not rows for rows, _ in serving),
    )


def pick(board: Ranking, row: RankedMechanism) -> Pick:
    """The mechanism of a row, as the one that serves the condition of the board."""
    return Pick(**asdict(row), payload=board.payload, task=board.task, size=board.size, processes=board.processes)


def admissible(board: Ranking, allowed: Callable[[RankedMechanism], bool]) -> tuple[dict[str, RankedMechanism], bool]:
    """(backend -> its row, whether they are sure): those whose regret stays within MARGIN in this condition."""
    rows = [row for row in board.ranked if allowed(row)]
    sure = {row.backend: row for row in rows if row.ratio_high < MARGIN}
    return (sure, True) if sure else ({row.backend: row for row in rows if row.ratio < MARGIN}, False)


def assign(places: list[Place], names: list[str]) -> list[str]:
    """The name that serves each place: facility location, with tasks that are served by one name as far as can be.

    Variables, all 0 or 1: a mechanism is used (one a name); it serves a task (a task and name); it serves a place.
    """
    tasks = sorted({(board.task, board.payload) for board, _ in places})
    uses, splits = len(names), len(tasks) * len(names)
    links = [
        (place, tasks.index((board.task, board.payload)) * len(names) + names.index(name), names.index(name), row)
        for place, (board, rows) in enumerate(places)
        for name, row in rows.items()
    ]
    count = uses + splits + len(links)
    regret = [max(0.0, np.log(row.ratio)) for *_, row in links]
    cost = np.concatenate([np.full(uses, MECHANISM), np.full(splits, SPLIT), regret])
    served, below = sparse.lil_array((len(places), count)), sparse.lil_array((2 * len(links), count))
    for number, (place, split, name, _) in enumerate(links):
        column = uses + splits + number
        served[place, column] = 1
        below[2 * number, column], below[2 * number, name] = 1, -1
        below[2 * number + 1, column], below[2 * number + 1, uses + split] = 1, -1
    rules = [LinearConstraint(served.tocsc(), 1, 1), LinearConstraint(below.tocsc(), -np.inf, 0)]
    solution = milp(
        cost, integrality=np.ones(count), bounds=Bounds(0, 1), constraints=rules, options=dict(time_limit=MOST_SECONDS)
    )
    if solution.x is None:
        raise RuntimeError(f"the advice's program found no solution: {solution.message}")
    chosen = np.flatnonzero(solution.x[uses + splits :] > 0.5)
    picked = {links[number][0]: names[links[number][2]] for number in chosen}
    return [picked[place] for place in range(len(places))]
