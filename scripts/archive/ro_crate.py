"""`python -m archive.ro_crate FOLDER ZIP`: pack an archived run as an RO-Crate, for a repository like Zenodo.

The metadata follow RO-Crate 1.1 (https://w3id.org/ro/crate/1.1); all facts come from the archive.
"""

from __future__ import annotations

import json
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from archive import sound

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
WHAT = {
    "samples.parquet": "Every batch that was timed; its columns are explained in scripts/measure/record/columns.py.",
    "summary.csv": "One row a condition: the median over the blocks with its 95% interval, or why there is none.",
    "limits.csv": "The largest payload that a mechanism takes, by kind of element.",
    "works.csv": "What each check of what works expected, and what it saw.",
    "run.json": "The machine, the configuration, the versions and the commit.",
    "plan.csv": "The planned cells in their order.",
    "claims.yaml": "The claims with their readings and margins.",
    "workloads.yaml": "The jobs that it says what to use for, with the counts of each.",
    "verdicts.json": "The verdict on each claim with its readings.",
    "crosscheck.csv": "The same lines, timed by this harness and by pyperf.",
    "captions.json": "What each figure shows, in a sentence filled in from its table.",
    "opening.svg": "What four common tasks take, by the article's mechanisms and those beside them.",
    "standings.svg": "How many times as long as the best each mechanism takes, by task.",
    "figures.sha256": "Checksums of the figures, which can be drawn again.",
    "checksums.json": "SHA-256 of every other file.",
    "LICENSE": "The licence of the data.",
}
OF_A_SOURCE = "The claims of another source, with their margins."
FORMATS = {
    ".svg": "image/svg+xml",
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
    ".json": "application/json",
    ".yaml": "application/yaml",
}


def metadata(folder: Path) -> dict[str, Any]:
    """What ro-crate-metadata.json says."""
    run = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))["run"]
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            },
            {
                "@id": "./",
                "@type": "Dataset",
                "name": f"Shared state on trial: {folder.name}",
                "description": describe_run(run),
                "datePublished": time.strftime("%Y-%m-%d", time.gmtime(run["ended"])),
                "license": {"@id": CC0},
                "isBasedOn": {"@id": "#suite"},
                "hasPart": [{"@id": path.name} for path in files],
            },
            {"@id": CC0, "@type": "CreativeWork", "name": "CC0 1.0", "description": "Public domain dedication."},
            {
                "@id": "#suite",
                "@type": "SoftwareApplication",
                "name": "Shared state on trial",
                "version": run["commit"] or "not in a checkout",
                "description": "The experiment suite that measured this run and judges it again.",
            },
            *map(file_entity, files),
        ],
    }


def describe_run(run: dict[str, Any]) -> str:
    """What was measured on which machine, in a sentence."""
    pythons = ", ".join(run["interpreters"].values())
    return (
        "An article's claims about sharing variables between Python processes, measured and judged: "
        f"{run['cells']} cells in {run['blocks']} blocks on {run['machine']['processor']}, "
        f"{run['machine']['cores']} cores, under CPython {pythons}."
    )


def file_entity(path: Path) -> dict[str, str]:
    """What the crate says of one of its files."""
    return {
        "@id": path.name,
        "@type": "File",
        "name": path.name,
        "description": WHAT.get(path.name, OF_A_SOURCE if path.match("claims-*.yaml") else path.name),
        "encodingFormat": FORMATS.get(path.suffix, "text/plain"),
        "contentSize": str(path.stat().st_size),
    }


def pack(folder: Path, target: Path) -> None:
    """Write the archive with its metadata as a ZIP; the same archive gives the same bytes."""
    text = json.dumps(metadata(folder), indent=1, ensure_ascii=False) + "\n"
    parts = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as crate:
        for name, data in {"ro-crate-metadata.json": text.encode(), **parts}.items():
            crate.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def main(folder: Path, target: Path) -> None:
    """Pack an archive, and print how large it became."""
    sound.check_or_exit(folder)
    pack(folder, target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
