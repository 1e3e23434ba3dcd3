"""`python -m tools.compare FOLDER FOLDER …`: archived runs side by side: verdicts, and how fast each machine was."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

CONDITION = ["interpreter", "backend", "payload", "size_bytes", "processes", "operation"]


def verdicts(runs):
    """Claim -> the verdict of each run, or "no such claim"."""
    found = {}
    for place, run in enumerate(runs):
        for claim in run["claims"]:
            found.setdefault(claim["id"], ["no such claim"] * len(runs))[place] = claim["verdict"]
    return found


def factors(summaries):
    """Of each run after the first: (conditions in common, median of its seconds over the first one's, their spread).

    The spread is the factor between the 10% and the 90% quantile: near 1, one number tells the machines apart.
    """
    first = summaries[0].set_index(CONDITION)["seconds"]
    for other in summaries[1:]:
        logs = np.log(other.set_index(CONDITION)["seconds"] / first).dropna()
        if logs.empty:
            yield 0, np.nan, np.nan
        else:
            yield len(logs), np.exp(logs.median()), np.exp(logs.quantile(0.9) - logs.quantile(0.1))


def read(folder):
    """(verdicts, summary) of an archive; the summary has what was measured, controls left out."""
    run = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    summary = pd.read_csv(folder / "summary.csv", dtype={"interpreter": str})
    return run, summary[summary["seconds"].notna() & ~summary["backend"].isin(run["run"].get("controls", {}))]


def told(folders):
    """The comparison as lines of text."""
    runs, summaries = zip(*map(read, folders), strict=True)
    names = [folder.name for folder in folders]
    for name, run in zip(names, runs, strict=True):
        facts = run["run"]
        yield f"{name}: {facts['machine']['processor']}, {facts['machine']['cores']} cores, {facts['blocks']} blocks"
    yield ""
    table = verdicts(runs)
    for claim, found in table.items():
        agree = "agree" if len(set(found)) == 1 else "DIFFER"
        yield f"{claim:<24}{agree:<8}{'  '.join(f'{one:<14}' for one in found)}".rstrip()
    yield ""
    for name, (count, factor, spread) in zip(names[1:], factors(summaries), strict=True):
        text = f"{count} conditions in common, {factor:.3g} times the seconds of {names[0]}, spread ×{spread:.3g}"
        yield f"{name}: {text if count else 'no condition in common'}"


def main(folders):
    missing = [folder for folder in folders if not (folder / "verdicts.json").exists()]
    if missing or len(folders) < 2:
        sys.exit(f"{missing[0]}: no archived run" if missing else "name two archived runs or more")
    print("\n".join(told(folders)))


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
