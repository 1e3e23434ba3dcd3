"""`make clean` removes what a run makes, and nothing that another command took long to make."""

import shutil
import subprocess

from support.run_folder import RunFolder

KEPT = {"crosscheck.csv", "windows.csv", "published"}


def test_what_a_run_made_is_gone_and_the_rest_is_there(tmp_path):
    shutil.copy("Makefile", tmp_path)
    out = tmp_path / "results"
    for folder in ("raw", "blocks", "limits", "logs", "figures", "works", "safety", "quick", "published"):
        (out / folder / "x").mkdir(parents=True)
    names = {value.fget(RunFolder(out)).name for value in vars(RunFolder).values() if isinstance(value, property)}
    for name in {name for name in names if "." in name} | {"windows.csv", "paper.typ"}:
        (out / name).write_text("", encoding="utf-8")
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert {path.name for path in out.iterdir()} == KEPT
