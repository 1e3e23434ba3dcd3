"""Which mechanism to use for a life: the fastest, what can't be told from it, and the simplest safe one near it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from judge.workloads.cost import Cost, Measured, Missing, cost
from judge.workloads.estimates import Logs
from judge.workloads.model import Choice, Lacking, Mechanism, Memory, RankedLife
from judge.workloads.tasks import Life
from stats import effects, intervals

MARGIN = 1.5  # as the article's advice is judged by: small-large-advice in claims.yaml
READING = {"reads", "loops", "copies"}
OWN_COPY = "each process reads a copy of its own: what the others' changes cost isn't in its times"
LEAST = 2  # blocks, of which one can be left out
Totals = npt.NDArray[np.float64]  # natural logs of seconds, (blocks, mechanisms)
MemoryOf = Callable[[str], Memory | None]


def choose(
    measured: Measured, mechanisms: Mapping[str, Mechanism], life: Life, memory: MemoryOf = lambda _: None
) -> Choice:
    """The choice among `mechanisms`, by name, that were measured; one that lacks a part or a block isn't ranked."""
    costs, lacking = [], []
    for name in measured.backends(life):
        if mechanisms[name].replica and READING & set(life.counts):
            lacking.append(Lacking(name, min(READING & set(life.counts)), OWN_COPY))
            continue
        try:
            costs.append(cost(measured, name, life))
        except Missing as error:
            lacking.append(Lacking(name, error.task, error.reason))
    costs, common, short = in_common_blocks(costs)
    lacking += [Lacking(name, "", "gave no value in some blocks") for name in short]
    blocks = [measured.blocks[place] for place in common]
    if len(blocks) < LEAST:
        return Choice(MARGIN, blocks, None, [], None, None, 0, None, [], lacking)
    return ranked_choice(costs, common, blocks, mechanisms, memory, lacking)


def ranked_choice(
    costs: list[Cost],
    common: npt.NDArray[np.intp],
    blocks: list[int],
    mechanisms: Mapping[str, Mechanism],
    memory: MemoryOf,
    lacking: list[Lacking],
) -> Choice:
    """The choice of lives that are all known in the same blocks."""
    costs = sorted(costs, key=lambda one: float(np.median(one.total[common])))
    logs = np.log(np.stack([one.total[common] for one in costs], axis=1))
    ranked = [ranked_life(costs[place], common, logs, place, memory) for place in range(len(costs))]
    passed = [place for place, one in enumerate(costs) if mechanisms[one.backend].safety == "passed"]
    needs = [len(mechanisms[one.backend].needs) for one in costs]
    simplest, agreeing = simplest_near(logs, passed or list(range(len(costs))), needs)
    name = costs[simplest].backend
    return Choice(
        margin=MARGIN,
        blocks=blocks,
        fastest=costs[0].backend,
        alike=[one.backend for one in ranked if one.alike],
        fastest_safe=costs[passed[0]].backend if passed else None,
        simplest=name,
        agreeing=agreeing,
        recommended=name if passed else None,
        ranked=ranked,
        lacking=sorted(lacking, key=lambda one: one.backend),
    )


def in_common_blocks(costs: list[Cost]) -> tuple[list[Cost], npt.NDArray[np.intp], list[str]]:
    """(those that can be compared, the places of the blocks that they share, the names of the others).

    The blocks are those that most mechanisms have: one that failed in some of them is left out, and costs no block.
    """
    if not costs:
        return [], np.array([], dtype=np.intp), []
    have = [tuple(np.flatnonzero(np.isfinite(one.total)).tolist()) for one in costs]
    common = max(Counter(have).items(), key=lambda item: (item[1], len(item[0])))[0]
    whole = [set(common) <= set(places) for places in have]
    kept = [one for one, there in zip(costs, whole, strict=True) if there]
    short = [one.backend for one, there in zip(costs, whole, strict=True) if not there]
    return kept, np.array(common, dtype=np.intp), short


def ranked_life(one: Cost, common: npt.NDArray[np.intp], logs: Totals, place: int, memory: MemoryOf) -> RankedLife:
    """A mechanism's line: its seconds, and its ratio to the best, which is chosen on the other blocks.

    `alike`: its interval reaches down to the noise floor, at a level that holds for all rivals together (Bonferroni).
    """
    ratios = logs[:, place] - effects.cross_validated_best(logs)
    rivals = max(logs.shape[1] - 1, 1)
    surely = np.exp(intervals.interval(ratios, 1 - (1 - intervals.CONFIDENCE) / rivals)[1])
    seconds, once, access = (summary(some[common]) for some in (one.total, one.once, one.access))
    ratio = summary(np.exp(ratios))
    alike = not surely > one.floor
    return RankedLife(one.backend, *seconds, *once, *access, *ratio, alike, one.paid, memory(one.backend))


def summary(seconds: Logs) -> tuple[float, float, float]:
    """The median over the blocks, and its interval; 0 for what takes no time."""
    if not seconds.all():
        return 0.0, 0.0, 0.0
    estimate, low, high = np.exp(intervals.interval(np.log(seconds)))
    return float(estimate), float(low), float(high)


def simplest_near(logs: Totals, pool: list[int], needs: list[int]) -> tuple[int, int]:
    """(place of the simplest of `pool` within MARGIN times its fastest, in how many left-out blocks it is the choice).

    Chosen on all blocks but one, each in turn; what most of these choose is taken, the faster of two that are even.
    """
    others = (logs.sum(axis=0) - logs) / (len(logs) - 1)
    choices = Counter(simplest_of(means, pool, needs) for means in others)
    usual = logs.mean(axis=0)
    place = min(choices, key=lambda one: (-choices[one], usual[one]))
    return place, choices[place]


def simplest_of(means: Logs, pool: list[int], needs: list[int]) -> int:
    """Of `pool` the place that needs the least, the fastest of these, within MARGIN times the fastest of all."""
    near = min(means[place] for place in pool) + np.log(MARGIN)
    return min((place for place in pool if means[place] <= near), key=lambda place: (needs[place], means[place]))
