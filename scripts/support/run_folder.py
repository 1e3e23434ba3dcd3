"""The names of a run's files, in one place: of a folder of results, and of an archive, which has some of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunFolder:
    """A folder with the files of one run. A property is the file's path, whether it is there or not."""

    path: Path

    @property
    def plan(self) -> Path:
        return self.path / "plan.csv"

    @property
    def run(self) -> Path:
        return self.path / "run.json"

    @property
    def interpreters(self) -> Path:
        return self.path / "interpreters.json"

    @property
    def budget(self) -> Path:
        return self.path / "budget.json"

    @property
    def budget_table(self) -> Path:
        return self.path / "budget.csv"

    @property
    def samples(self) -> Path:
        return self.path / "samples.parquet"

    @property
    def summary(self) -> Path:
        return self.path / "summary.csv"

    @property
    def limits(self) -> Path:
        return self.path / "limits.csv"

    @property
    def works(self) -> Path:
        return self.path / "works.csv"

    @property
    def safety(self) -> Path:
        return self.path / "safety.csv"

    @property
    def crosscheck(self) -> Path:
        return self.path / "crosscheck.csv"

    @property
    def verdicts(self) -> Path:
        return self.path / "verdicts.json"

    @property
    def figures(self) -> Path:
        return self.path / "figures"

    @property
    def page(self) -> Path:
        return self.path / "report.html"

    @property
    def chinese_page(self) -> Path:
        return self.path / "report-zh.html"

    @property
    def paper(self) -> Path:
        return self.path / "paper.pdf"

    @property
    def text(self) -> Path:
        return self.path / "verdicts.txt"
