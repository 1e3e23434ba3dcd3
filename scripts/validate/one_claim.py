"""`python -m validate.one_claim ID`: measure one claim's readings alone, and tell its verdict beside the archived one.

What an artifact's evaluator does first: the default sweep, cut down to what the claim names and to five minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from judge import claims
from support.run_folder import RunFolder
from support.validation import BadInput, load_yaml
from sweep import pilot, plan, targets
from validate import claim_extent

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLISHED = ROOT / "results" / "published"
QUESTION = "`make mechanisms` answers it, which measures every mechanism there is, in about an hour"
ONE_CELL: dict[str, Any] = {
    "interpreters": "newest",
    "backends": ["shared_memory"],
    "payloads": ["items"],
    "sizes": ["1 KiB"],
}
ONE_CELL |= {"processes": [1], "operations": ["create"], "why": "no run is without a cell"}
NOTHING: dict[str, Any] = {"transfer": [], "causes": [], "instrument": [], "sweep": [ONE_CELL]}


def config(claim: dict[str, Any]) -> dict[str, Any]:
    """The default configuration with nothing in it but what the claim's readings need."""
    base: dict[str, Any] = yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))
    limits = dict(base["limits"], backends=[claim["limit_of"]] if "limit_of" in claim else [])
    limits["elements"] = claim.get("elements", limits["elements"])
    found = base | NOTHING | {"outdir": f"results/claims/{claim['id']}", "limits": limits, "claims": base["claims"][:1]}
    found |= {"blocks": plan.first_blocks(base), "budget": None}  # its time is fixed
    found["works"] = "all" if "checks" in claim else "ends"  # no run is without any
    if "faster" in claim:
        return found | {"transfer": base["transfer"]}
    parts = [part for one in base["sweep"] for part in cut_down(one, base["backends"], claim)]
    return found | ({"sweep": parts} if parts else {"blocks": 1})


def cut_down(part: dict[str, Any], backends: list[str], claim: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A part of the sweep, once for each entry of the claim's readings that it has cells for."""
    named = backends_of(claim)
    for entry in claim.get("readings", []):
        some = {
            "payloads": [name for name in part["payloads"] if name == entry["payload"]],
            "backends": [name for name in part.get("backends", backends) if name in named],
            "operations": [name for name in part["operations"] if name in entry["operations"]],
            "processes": [count for count in part["processes"] if count in entry.get("processes", [1])],
            "sizes": [size for size in part["sizes"] if claims.wants_size(entry, size)],
        }
        if part["interpreters"] == entry.get("interpreters", part["interpreters"]) and all(some.values()):
            yield {**part, **some}


def backends_of(claim: dict[str, Any]) -> set[str]:
    """The backends that decide the claim: those that it compares, or chooses among by its first test."""
    keys = {"backend", "backends", "tests.0.among", "advice.small", "advice.large"}
    return {name for key, kind, name in claims.names_in(claim) if key in keys}


def fitted(wanted: dict[str, Any]) -> dict[str, Any]:
    """As much of a claim's configuration as fits into its time; what was begun is gone on with."""
    folder = Path(wanted["outdir"])
    begun = load_yaml(folder / "config.yaml") if plan.has_begun(folder) and (folder / "config.yaml").exists() else {}
    if claim_extent.under(wanted, begun):
        return dict(begun)
    if wanted["blocks"] == 1:  # no cell decides it
        return wanted
    started = time.monotonic()
    tried = targets.load(wanted, ["config/config.yaml"], dry=True)
    found = pilot.try_cells(tried)
    costs = claim_extent.costs(tried, found and found["coefficients"])
    spent = time.monotonic() - started
    which, blocks, seconds = claim_extent.most_that_fits(costs, wanted["blocks"], claim_extent.SECONDS - spent)
    chosen = claim_extent.narrowed(wanted, which, blocks)
    if found:  # the run has no second pilot then
        pilot.note(targets.load(chosen, ["config/config.yaml"]), found)
    if spent + seconds > claim_extent.PROMISED:
        minutes = (spent + seconds) / 60
        print(f"This takes about {minutes:.1f} minutes on this machine as it is now; with less nothing is decided.")
    return chosen


def extent(wanted: dict[str, Any], chosen: dict[str, Any]) -> str:
    """How much of a claim is measured, in words."""
    which = claim_extent.under(wanted, chosen)
    less = [] if which in ("all", None) else [f"under {claim_extent.UNDER[which]} only"]
    return ", ".join([f"{chosen['blocks']} block{'s' * (chosen['blocks'] > 1)}", *less])


def measure(folder: Path) -> None:
    """The run, up to its verdicts; what its cells print is its own."""
    options = ["--cores", "all", "--configfile", str(folder / "config.yaml")]
    done = subprocess.run([sys.executable, "-m", "snakemake", *options, "--", "verdicts"], cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


def told(verdicts: Path, name: str) -> str:
    """The claim's verdict and line in a verdicts.json."""
    found = json.loads(verdicts.read_text(encoding="utf-8"))
    for claim in found["claims"]:
        if claim["id"] == name:
            return f"{claim['verdict']}. {claim['short']}"
    return "has no such claim"


def newest_archive(name: str) -> Path | None:
    """The archive published last in which the claim was measured."""
    runs = sorted(PUBLISHED.glob("*/verdicts.json"), reverse=True)
    return next((run.parent for run in runs if not told(run, name).startswith("not measured")), None)


def expected(ours: str, archived: str) -> str:
    """What difference was to be expected."""
    same = ours.split(". ")[0] == archived.split(". ")[0]
    agreement = "The verdicts agree" if same else "The verdicts differ"
    return (
        f"{agreement}. Factors of another machine differ, by half and more where messages or system calls are in them; "
        "a verdict may be undecided here and decided there, but should not be the opposite."
    )


def main(name: str) -> None:
    """Measure a claim and print both verdicts; a question says what it would cost."""
    known = {claim["id"]: claim for claim in claims.load(ROOT / "config/claims/article.yaml")["claims"]}
    if name not in known:
        raise BadInput(f"ID={name}: there is no such claim; allowed: {', '.join(known)}")
    if known[name].get("kind") == "question":
        print(f"{name} is a question, and no claim: {QUESTION}.")
        return
    wanted = config(known[name])
    folder = ROOT / wanted["outdir"]
    with contextlib.chdir(ROOT):
        chosen = fitted(wanted)
    measured = extent(wanted, chosen)
    print(f"{name}: {measured}", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(yaml.safe_dump(chosen, sort_keys=False), encoding="utf-8")
    measure(folder)
    ours, archive = told(RunFolder(folder).verdicts, name), newest_archive(name)
    print(f"\n{name}, measured here ({measured}): {ours}")
    if archive:
        archived = told(archive / "verdicts.json", name)
        print(f"{name}, as published ({archive.name}): {archived}\n{expected(ours, archived)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", metavar="ID", help="of a claim in config/claims/article.yaml")
    try:
        main(parser.parse_args().name)
    except BadInput as error:
        sys.exit(str(error))
