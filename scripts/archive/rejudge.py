"""`python -m archive.rejudge FOLDER`: judge and draw an archived run again, without measuring; say what differs."""

import json
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from archive import publish
from collect import cells
from judge.__main__ import write
from render import context, html, pdf
from render.figures.__main__ import draw

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "report" / "html" / "report.html.j2"
PAPER = ROOT / "report" / "paper" / "paper.typ.j2"


def altered(folder):
    """Files that don't match their checksums, or are missing."""
    noted = json.loads((folder / "checksums.json").read_text(encoding="utf-8"))
    found = publish.checksums(folder)
    return sorted(name for name in noted if found.get(name) != noted[name])


def rejudge(folder, out):
    """Verdicts, figures, report and paper of an archive, anew in `out`; the archived files that came out otherwise.

    All in one process: starting one for each step took as long as judging.
    """
    samples, verdicts = cells.load(folder / "samples.parquet"), out / "verdicts.json"
    files = {name: folder / f"{name}.csv" for name in ("summary", "works", "limits", "crosscheck", "safety")}
    run, rules = folder / "run.json", folder / "claims.yaml"
    found = write(samples, files["limits"], files["works"], files["safety"], run, rules, verdicts)
    draw(samples, found, out / "figures")
    said = context.read_values(Namespace(**files, verdicts=verdicts, figures=out / "figures", template=PAGE))
    html.write(said, PAGE, out / "report.html", out / "verdicts.txt")
    pdf.write(said, PAPER, out / "paper.pdf", out / "figures")
    return differing(folder, out)


def differing(folder, out):
    """The verdicts, and the figures by their archived checksums, where they are not the same bytes."""
    names = [] if (out / "verdicts.json").read_bytes() == (folder / "verdicts.json").read_bytes() else ["verdicts.json"]
    noted = folder / publish.FIGURES
    if noted.exists():
        drawn = dict(line.split("  ")[::-1] for line in publish.figure_sums(out / "figures").splitlines())
        lines = [line.split("  ") for line in noted.read_text(encoding="utf-8").splitlines()]
        names += [f"figures/{name}" for digest, name in lines if drawn.get(name) != digest]
    return names


def main(folder):
    bad = altered(folder)
    if bad:
        sys.exit(f"{folder}: altered since it was published: {', '.join(bad)}")
    out = Path(tempfile.mkdtemp(prefix="rejudged-"))
    others = rejudge(folder, out)
    print((out / "verdicts.txt").read_text(encoding="utf-8"))
    told = f"differ from the archived ones: {', '.join(others)}" if others else "the same bytes as the archived ones"
    print(f"verdicts.json and figures: {told}; see {out}")
    sys.exit(bool(others))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
