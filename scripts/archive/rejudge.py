"""`python -m archive.rejudge FOLDER`: judge and draw an archived run again, without measuring; say what differs."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from archive import claims_file, publish, sound
from collect import tables
from judge.__main__ import judge
from render import context, html, pdf
from render.figures.__main__ import draw
from support.run_folder import RunFolder


def rejudge(folder: Path, out: Path) -> list[str]:
    """Verdicts, figures, report and paper of an archive, anew in `out`; the archived files that came out otherwise.

    All in one process: starting one for each step took as long as judging.
    """
    archived, run = RunFolder(folder), RunFolder(out)
    samples = tables.read(archived.samples)
    rules = [path for path, _ in claims_file.in_archive(folder, sound.read_json(archived.run))]
    jobs = folder / publish.WORKLOADS  # archives of before there were any have none
    verdicts = judge(samples, archived, rules, run.verdicts, jobs if jobs.exists() else None)
    draw(samples, verdicts, run.figures)
    values = context.read_values(archived, run)
    html.write(values, run)
    pdf.write(values, run)
    return differing(folder, out)


def differing(folder: Path, out: Path) -> list[str]:
    """The verdicts, and the figures by their archived checksums, where they are not the same bytes."""
    names = [] if (out / "verdicts.json").read_bytes() == (folder / "verdicts.json").read_bytes() else ["verdicts.json"]
    noted = folder / publish.FIGURES
    if noted.exists():
        drawn = dict(line.split("  ")[::-1] for line in publish.figure_sums(out / "figures").splitlines())
        lines = [line.split("  ") for line in noted.read_text(encoding="utf-8").splitlines()]
        names += [f"figures/{name}" for digest, name in lines if drawn.get(name) != digest]
    return names


def main(folder: Path) -> None:
    """Judge an archive again, and exit with 1 where a file came out otherwise; an altered archive is refused."""
    sound.check_or_exit(folder)
    out = Path(tempfile.mkdtemp(prefix="rejudged-"))
    others = rejudge(folder, out)
    print((out / "verdicts.txt").read_text(encoding="utf-8"))
    outcome = f"differ from the archived ones: {', '.join(others)}" if others else "the same bytes as the archived ones"
    print(f"verdicts.json and figures: {outcome}; see {out}")
    sys.exit(bool(others))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
