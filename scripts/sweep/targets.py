"""What the Snakefile asks of a plan: the files of a run and their order."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

from measure.contract import discovery
from measure.record.digest import digest
from support import units
from support.run_folder import RunFolder
from support.validation import BadInput
from sweep import configuration, interpreters, plan

LARGE = 500  # cells of a block, beyond which it is split: Snakemake plans a larger group slowly


class Sweep:
    """The plan of an output folder, and what the Snakefile asks of it. Rows are dicts of COLUMNS, all text.

    `paths`: label -> interpreter's path, where the folder has no file of them.
    """

    def __init__(self, config: dict[str, Any], rows: list[dict[str, str]], paths: dict[str, str] | None = None) -> None:
        self.config = config
        self.rows = {row["name"]: row for row in rows}
        self.measured = [row for row in rows if not row["reason"]]
        self.sets: dict[str, list[dict[str, str]]] = {}  # BLOCK/INTERPRETER/SET -> the rows of its cells
        for row in self.measured:
            self.sets.setdefault(plan.set_of(row), []).append(row)
        self.blocks = range(plan.first_blocks(config))  # in which all is measured: of a budget's, the first ones
        self.out = Path(config["outdir"])
        self.run = RunFolder(self.out)
        self.paths = json.loads(self.run.interpreters.read_text()) if paths is None else paths
        self.digests = {name: digest(config["timing"], path) for name, path in discovery.all_paths().items()}

    def raw(self, block: Any, checkpoints: Any = None) -> list[str]:
        """The folders of the sets of a block (`3`), or of its part (`3-3.8`); of a later one those that need it."""
        block, _, label = str(block).partition("-")
        rows = [row for row in self.measured if row["block"] == block and label in ("", row["interpreter"])]
        if int(block) not in self.blocks:
            allotted = self.blocks_allotted(checkpoints)
            rows = [row for row in rows if allotted.get(plan.set_of(row).partition("/")[2], 0) > int(block)]
        return [f"{self.out}/raw/{one}" for one in dict.fromkeys(map(plan.set_of, rows))]

    def parts(self, blocks: Any) -> list[str]:
        """The tables of blocks, each of them a cluster's job: a large block has one an interpreter.

        Cells of two interpreters are never compared.
        """
        first = [row["interpreter"] for row in self.measured if row["block"] == "0"]
        labels = list(dict.fromkeys(first)) if len(first) > LARGE else []
        names = [f"{block}-{label}" for block in blocks for label in labels] or blocks
        return [f"{self.out}/blocks/{name}.parquet" for name in names]

    def tables(self, checkpoints: Any) -> list[str]:
        """The tables of all blocks, as many as a budget allots."""
        if not self.config["budget"]:
            return self.parts(self.blocks)
        most = max(self.blocks_allotted(checkpoints).values(), default=0)
        return self.parts(range(max(len(self.blocks), most)))

    def blocks_allotted(self, checkpoints: Any) -> dict[str, int]:
        """INTERPRETER/SET -> its number of blocks, told after the first ones."""
        told = json.loads(Path(checkpoints.budget.get().output[0]).read_text(encoding="utf-8"))
        return {name: family["blocks"] for family in told["families"] for name in family["sets"]}

    def budget_told(self) -> list[str]:
        """What a budget allotted, as a list: empty in a run that has a number of blocks."""
        return [str(self.run.budget)] if self.config["budget"] else []

    def budget_table(self) -> list[str]:
        """What came of it, likewise."""
        return [str(self.run.budget_table)] if self.config["budget"] else []

    def set_rows(self, wildcards: Any) -> list[dict[str, str]]:
        """The rows of the cells of a set, in the order of the plan."""
        return self.sets["{block}/{interpreter}/{set}".format(**wildcards)]

    def priority(self, wildcards: Any) -> int:
        """Earlier blocks first, and within a block its random order."""
        row = self.set_rows(wildcards)[0]
        return (plan.most_blocks(self.config) - int(row["block"])) * 100_000 - int(row["order"])

    def if_exists(self, name: str) -> list[str]:
        """A file of the output folder that a tool may have made beside the workflow, as a list: empty without it."""
        return [str(path) for path in [self.out / name] if path.exists()]

    def work_files(self) -> list[str]:
        """The files of the checks: one an interpreter, those before 3.8 included, or those of the ends."""
        labels = interpreters.group(sorted(self.paths, key=units.version_key), self.config["works"])
        return [f"{self.out}/works/{label}.jsonl" for label in labels]

    def path(self, wildcards: Any) -> str:
        """The interpreter of a label, for a shell."""
        return shlex.quote(self.paths[wildcards.interpreter])

    def limit_files(self) -> list[str]:
        """The files of the search for limits: every interpreter of the ends, plain and with -O."""
        labels = list(dict.fromkeys(row["interpreter"] for row in self.rows.values()))
        labels = interpreters.group(sorted(labels, key=units.version_key), "ends")
        backends = plan.expand_all(self.config["limits"]["backends"], discovery.BACKENDS)
        return [f"{self.out}/limits/{a}/{b}-{c}.csv" for a in labels for b in backends for c in ("plain", "optimised")]

    def limit_needs(self, wildcards: Any) -> list[str]:
        """With -O only what has a limit without it is searched again."""
        plain = f"{self.out}/limits/{wildcards.interpreter}/{wildcards.backend}-plain.csv"
        return [plain] if wildcards.mode == "optimised" else []

    def probe_pairs(self) -> list[tuple[str, str]]:
        """(interpreter, backend or channel) of every job that probes; interpreters from before 3.8 are never asked."""
        labels = sorted({row["interpreter"] for row in self.rows.values()}, key=units.version_key)
        labels = interpreters.group(labels, self.config["safety"]["interpreters"])
        names = self.config["safety"]["backends"]
        asked = dict.fromkeys(plan.expand_all(names, discovery.BACKENDS) + plan.expand_all(names, discovery.CHANNELS))
        return [(label, name) for label in labels for name in asked]

    def probe_files(self) -> list[str]:
        return [f"{self.out}/safety/{label}/{backend}.jsonl" for label, backend in self.probe_pairs()]

    def safety_table(self) -> list[str]:
        """The matrix, as a list: empty in a run that doesn't make one and has none from before."""
        return [str(self.run.safety)] if self.config["safety"]["in_run"] else self.if_exists("safety.csv")


def probed_file(wildcards: Any) -> str:
    """The backend's file that a job probes: when it changes, it is probed again."""
    return discovery.find(wildcards.backend)


def load(config: dict[str, Any], files: list[str], dry: bool = False) -> Sweep:
    """The Sweep of a configuration. Its plan is written once a run and read again by every process of the run.

    A `dry` run writes nothing. What is wrong with the configuration ends the program with one line.
    """
    try:
        configuration.check(
            config, files, {kind: sorted(discovery.paths(folder)) for kind, folder in plan.KINDS.items()}
        )
        return Sweep(config, *plan.foretell(config)) if dry else Sweep(config, plan.load_or_make(config))
    except (BadInput, interpreters.NotFound, plan.StalePlan) as error:
        sys.exit(str(error))
