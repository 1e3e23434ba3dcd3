"""`python -m tools.rejudge FOLDER`: judge and draw an archived run again, without measuring; say what differs."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import publish

ROOT = Path(__file__).parent.parent.parent


def altered(folder):
    """Files that don't match their checksums, or are missing."""
    noted = json.loads((folder / "checksums.json").read_text(encoding="utf-8"))
    found = publish.checksums(folder)
    return sorted(name for name in noted if found.get(name) != noted[name])


def analyse(module, **options):
    """Run a module of the judging half."""
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "scripts"))
    subprocess.run([sys.executable, "-m", f"analyse.{module}", *words], check=True, env=environment)


def rejudge(folder, out):
    """Verdicts, figures, report and paper of an archive, anew in `out`; True when the verdicts are the same bytes."""
    verdicts = out / "verdicts.json"
    analyse(
        "claims",
        samples=folder / "samples.parquet",
        limits=folder / "limits.csv",
        works=folder / "works.csv",
        run=folder / "run.json",
        claims=folder / "claims.yaml",
        out=verdicts,
    )
    analyse("figures", samples=folder / "samples.parquet", verdicts=verdicts, out=out / "figures")
    files = {name: folder / f"{name}.csv" for name in ("summary", "works", "limits", "crosscheck")}
    files |= {"verdicts": verdicts, "figures": out / "figures"}
    page = ROOT / "report" / "report.html.j2"
    analyse("report", **files, template=page, html=out / "report.html", text=out / "verdicts.txt")
    analyse("paper", **files, template=page.with_name("paper.typ.j2"), pdf=out / "paper.pdf")
    return verdicts.read_bytes() == (folder / "verdicts.json").read_bytes()


def main(folder):
    bad = altered(folder)
    if bad:
        sys.exit(f"{folder}: altered since it was published: {', '.join(bad)}")
    out = Path(tempfile.mkdtemp(prefix="rejudged-"))
    same = rejudge(folder, out)
    print((out / "verdicts.txt").read_text(encoding="utf-8"))
    print(
        f"verdicts.json: {'the same bytes as the archived one' if same else 'differs from the archived one'}; see {out}"
    )
    sys.exit(not same)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
