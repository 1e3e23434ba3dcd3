"""The tables of METHODOLOGY.md about wrong verdicts and what can be found, from docs/data, in Markdown."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from support import units
from support.validation import load_yaml

SEEN = ("works", "limit")  # criteria that are seen or found to the unit: nothing that noise makes wrong
FOUND = "all true by 1.5"  # the truth whose undecided runs are told
USUAL = "gaussian"
ESTIMATORS = ("t", "bootstrap", "hodges_lehmann", "interpolated", "order", "chosen")  # whose coverage is shown
FIRST, LAST = 7, 13  # blocks whose columns are shown where all would be too many


def markdown(names: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(names)
    lines = ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def coverage(path: Path) -> str:
    """Share of intervals that cover the truth: the worst world for each estimator and number of blocks."""
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    lines = ["| blocks | " + " | ".join(ESTIMATORS) + " |", "|---|" + "---|" * len(ESTIMATORS)]
    for blocks in sorted({int(row["blocks"]) for row in rows}):
        cells = []
        for name in ESTIMATORS:
            covered = [
                row for row in rows if row["estimator"] == name and int(row["blocks"]) == blocks and row["coverage"]
            ]
            worst = min(covered, key=lambda row: float(row["coverage"]), default=None)
            cells.append(f"{float(worst['coverage']):.1%} ({worst['world']})" if worst else "none")
        lines.append(f"| {blocks} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rates(path: Path) -> str:
    """Wrong and undecided verdicts: the worst world for each criterion and number of blocks."""
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    lines = ["| criterion | blocks | wrong on the margin | undecided at twice the margin |", "|---|---|---|---|"]
    for criterion in dict.fromkeys(row["criterion"] for row in rows):
        for blocks in sorted({int(row["blocks"]) for row in rows}):
            some = [row for row in rows if row["criterion"] == criterion and int(row["blocks"]) == blocks]
            cells = [worst_share(some, key) for key in ("wrong", "undecided")]
            lines.append(f"| {criterion} | {blocks} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def worst_share(rows: list[dict[str, str]], key: str) -> str:
    """The largest share under a key, and the world that it is of."""
    worst = max(rows, key=lambda row: float(row[key]))
    return f"{float(worst[key]):.1%} ({worst['world']})"


def wrong_claims(path: Path) -> str:
    """The worst row for each kind of margin and number of blocks, beside the median one, and the power."""
    table = pd.read_csv(path)
    table["margin"] = table["criterion"].str.partition(",")[0]
    rows = []
    for (margin, blocks), some in table.groupby(["margin", "blocks"]):
        found, worst = some["truth"] == FOUND, some.sort_values("wrong", kind="stable").iloc[-1]
        where = f"{worst['world']}, {worst['dependence']}, {worst['truth']}, m = {worst['m']}"
        usual = some[found & (some["world"] == USUAL) & (some["dependence"] == "independent")].groupby("m")
        power = ", ".join(f"{share:.0%} of {m}" for m, share in usual["undecided"].max().items())
        median = some.loc[~some["truth"].str.contains("1.5"), "wrong"].median()
        rows.append([margin, blocks, f"{worst['wrong']:.1%}", where, f"{median:.1%}", power])
    names = ["margin", "blocks", "wrong at worst", "where", "wrong in the median row", "undecided though true"]
    return markdown(names, rows)


def expected(path: Path, claims: Path) -> str:
    """How many wrong verdicts are to be expected among all claims."""
    table = pd.read_csv(path)
    entries = [claim for claim in load_yaml(claims)["claims"] if claim.get("kind") != "question"]
    deciding = [claim["tests"][0]["criterion"] for claim in entries]
    timed, least = sum(one not in SEEN for one in deciding), ~table["truth"].str.contains("1.5")
    worst, median = table["wrong"].max(), table.loc[least, "wrong"].median()
    return (
        f"{timed} of {len(deciding)} claims rest on times. The promise allows {0.05 * timed:.2f} wrong verdicts a run "
        f"among them. Were the truth of each the worst of {len(table):,} rows, {worst * timed:.2f} would be expected "
        f"({worst:.1%} each); were it the median one of the least favourable, {median * timed:.2f}. "
        "The other claims are decided by a check or an exact search, which no noise turns."
    )


def undecided_by_world(path: Path) -> str:
    """Each world's share of readings that are undecided by the equivalence test though there is no effect."""
    table = pd.read_csv(path)
    some = table[(table["criterion"] == "within") & (table["blocks"] == FIRST)].sort_values("undecided", kind="stable")
    shares = ", ".join(f"`{row['world']}` {row['undecided']:.1%}" for row in some.to_dict("records"))
    return f"`within`, {FIRST} blocks, undecided with no effect at all, by world: {shares}."


def dependent_blocks(path: Path) -> str:
    """Coverage, excess and marks by how far blocks depend on the ones before them."""
    table = pd.read_csv(path).set_index(["lag1", "blocks"])
    shown = [blocks for blocks in table.index.unique("blocks") if FIRST <= blocks <= LAST]
    rows = [
        [lag1, *(f"{one['coverage']:.1%} / {max(0.0, one['excess']):.2f} / {one['marked']:.0%}" for one in some)]
        for lag1 in table.index.unique("lag1")
        for some in [[table.loc[(lag1, blocks)] for blocks in shown]]
    ]
    return markdown(["autocorrelation", *(f"{blocks} blocks" for blocks in shown)], rows)


def power_by_blocks(path: Path) -> str:
    """The largest SD at which flatness is shown, and the smallest effect in SDs, by the number of readings."""
    table = pd.read_csv(path)
    counts = [name.removeprefix("effect_") for name in map(str, table) if name.startswith("effect_")]
    names = ["blocks", "flat: a reading by itself", *(f"flat: a claim of {m}" for m in counts)]
    rows = [
        [
            int(row["blocks"]),
            *(f"{row[name]:.2f}" for name in ("flat_alone", *(f"flat_{m}" for m in counts))),
            *(f"{row[f'effect_{m}']:.1f} SD" for m in counts),
        ]
        for row in table.to_dict("records")
    ]
    return markdown([*names, *(f"effect: a claim of {m}" for m in counts)], rows)


def power_by_class(path: Path) -> str:
    """By class and size, at the noise of the newest archive."""
    names = ["operations", "size", "SD", "smallest effect: a reading", "readings", "a claim of so many"]
    rows = [
        [
            row["class"],
            units.format_bytes(row["size"]) if row["size"] else "growth",
            f"{row['sd']:.2f}",
            f"×{row['smallest']:.2f}",
            row["readings"],
            f"×{row['smallest_of_claim']:.2f}",
            *(
                f"{'yes' if row['sd'] <= row[name] else 'no'} ({row[name]:.2f})"
                for name in ("flat_sd", "flat_sd_of_claim")
            ),
        ]
        for row in pd.read_csv(path).to_dict("records")
    ]
    return markdown([*names, "flat: a reading", "flat: a claim"], rows)


def power_by_claim(path: Path) -> str:
    """By claim: the smallest effect, or from which number of blocks on a pair of margins can be decided."""
    table = pd.read_csv(path)
    rows = []
    for (claim, criterion), some in table.groupby(["claim", "criterion"], sort=False):
        one = some[some["blocks"] == FIRST].iloc[0]
        enough = some.loc[some["sd"] <= some["largest_sd"], "blocks"]
        blocks = f"from {enough.min()} blocks on" if len(enough) else f"not with {some['blocks'].max()} blocks"
        shown = "any" if pd.isna(one["largest_sd"]) else blocks
        rows.append([claim, criterion, one["readings"], f"{one['sd']:.2f}", f"×{one['smallest']:.2f}", shown])
    return markdown(
        ["claim", "criterion", "timed readings", "SD", f"smallest effect, {FIRST} blocks", "can be shown"], rows
    )


def budget(path: Path) -> str:
    """What a budget does in each world."""
    lines = [
        "| world | covered by 6 blocks | covered | half width, median | blocks of a family |",
        "|---|---|---|---|---|",
    ]
    for row in csv.DictReader(path.open(encoding="utf-8", newline="")):
        lines.append(
            f"| {row['world']} | {float(row['first']):.1%} | {float(row['coverage']):.1%} | "
            f"{float(row['half_width']) - 1:.0%} | {float(row['fewest']):.0f} to {float(row['most']):.0f} |"
        )
    return "\n".join(lines)
