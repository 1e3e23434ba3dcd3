"""`python -m archive.amend FOLDER`: put today's judgement of an archived run, and its figures, into its archive.

For a change of the judge or the figures that was meant: the samples stay as they are, and CHANGELOG.md says why.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from archive import claims_file, publish, rejudge, sound
from collect import safety, safety_rules


def amend(folder: Path) -> list[str]:
    """Replace the claims' keys, the workloads, what counts as unsafe, the verdicts and the checksums.

    Returns what had changed.

    Workloads are what readers ask: no verdict is made of them, and they may be asked of any run.
    """
    claims_file.amend(folder)
    shutil.copy(claims_file.ROOT / "config" / "workloads.yaml", folder / "workloads.yaml")
    apply_rules(folder / "safety.csv")
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        others = rejudge.rejudge(folder, out)
        shutil.copy(out / "verdicts.json", folder / "verdicts.json")
        publish.keep_figure_sums(out / "figures", folder)
    publish.write_checksums(folder)
    return others


def apply_rules(path: Path) -> None:
    """Say of each answer of the probes whether and why it counts as unsafe, by today's rules; the answers stay."""
    table = safety.read(path)
    if table is not None:
        rules = safety_rules.load(claims_file.ROOT / "config" / "safety.yaml")
        rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
        safety.apply_rules(rows, rules).to_csv(path, index=False)


def main(folder: Path) -> None:
    """Amend an archive, and print what changed; an altered one is refused."""
    sound.check_or_exit(folder)
    print(f"{folder}: {', '.join(amend(folder)) or 'nothing'} changed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
