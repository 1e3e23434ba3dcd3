"""Splice the published findings and the simulation's tables into the texts, so that nobody retypes a number."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from archive import between_runs
from archive.newest import newest
from judge.instrument import doubts
from maintain import (
    answers_table,
    archives_table,
    claims_page,
    error_tables,
    other_sources,
    readme_parts,
    replication,
    schema_keys,
)
from render.tables import recommendations, workloads
from support import units

ROOT = Path(__file__).parent.parent.parent
OPENING = "opening.svg"  # in an archive, and in docs
OTHERS = "results/other_sources"  # where the run of what other sources say writes to
WHAT_IT_TOUCHES = "the readings that this touches"  # of an older judge, which doesn't say which


def newest_archive(outdir: str = "results") -> Path | None:
    """verdicts.json of the archived run that stands for the configuration that writes to `outdir`, or None."""
    folder = newest(ROOT / "results" / "published", outdir)
    return folder and folder / "verdicts.json"


def archives() -> list[Path]:
    """verdicts.json of all archived runs, the oldest first."""
    return sorted((ROOT / "results" / "published").glob("*/verdicts.json"))


def newest_ranking() -> Path | None:
    """The archived run that says what to use instead: one of all mechanisms, if there is one."""
    return newest_archive("results/mechanisms") or newest_archive()


def newest_archives() -> list[Path]:
    """The newest archived run of each kind that there is: the default, of all mechanisms, of other sources."""
    found = (newest_archive(), newest_ranking(), newest_archive(OTHERS))
    return list(dict.fromkeys(run for run in found if run))


def findings_part(path: Path) -> str:
    """The verdicts of a run, in Markdown: the table, what it was measured on, and the controls."""
    verdicts = archived(path)
    controls = missed_controls(verdicts["instrument"]["controls"])
    return "\n".join(
        [*readme_parts.english(verdicts["claims"]), "", f"{archives_table.measured_on(verdicts['run'])} {controls}"]
    )


def instead_part(path: Path, other: Path) -> str:
    """What to use, by a run, and which controls it missed; `other`: the run that answers what this one can't."""
    controls = archived(path)["instrument"]["controls"]
    missed = ["", missed_controls(controls)] if any(not one["found"] for one in controls) else []
    return "\n".join([*answers_table.lines(path, other), *missed])


def missed_controls(controls: list[dict[str, Any]]) -> str:
    """Which of its controls a run missed, in a sentence; verdicts of an older judge don't say how."""
    missed = [one for one in controls if not one["found"]]
    if not missed:
        return f"All {len(controls)} planted errors were found."
    words = [
        f"{one['name']} ({one['expected']}: {one.get('missed') or 'measured as {:.3g}'.format(one['estimate'])})"
        for one in missed
    ]
    touched = " and ".join(dict.fromkeys(doubts.scope(one) if "family" in one else WHAT_IT_TOUCHES for one in missed))
    return f"Of its {len(controls)} controls this run missed {', '.join(words)}, so {touched} are undecided."


def floors(path: Path) -> str:
    """The noise floors of a run, as they are and had each time been divided by the canary."""
    names = ["operations", "processes", "size", "pairs", "floor", "expected", "in canaries", "smallest effect"]
    lines = ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]
    for row in archived(path)["instrument"]["floors"]:
        size = units.format_bytes(row["size"]) if "size" in row else "all"  # an older judge put the sizes together
        values = [row.get(name) for name in ("floor", "expected", "floor_in_canaries", "smallest")]
        numbers = [f"×{value:.2f}" if value else "none" for value in values]
        lines.append(f"| {row['class']} | {row['processes']} | {size} | {row['pairs']} | " + " | ".join(numbers) + " |")
    return "\n".join(lines)


def variance(path: Path) -> str:
    """The standard deviations of a run's identical things within a window, between processes and between blocks."""
    names = ["double", "operations", "size", "conditions", "within a window", "between processes", "between blocks"]
    lines = ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]
    for row in archived(path)["instrument"].get("variance", []):
        where = [row["double"], row["class"], units.format_bytes(row["size"]), str(row["conditions"])]
        lines.append(
            "| " + " | ".join([*where, *(f"{row[name]:.1%}" for name in ("window", "process", "block"))]) + " |"
        )
    return "\n".join(lines)


def scale(path: Path) -> str:
    """Seconds and memory of each step, with the most cells that it was measured with, which stand last."""
    largest = {row[0]: row for row in list(csv.reader(path.open(encoding="utf-8", newline="")))[1:]}
    lines = ["| step | cells | seconds | processor seconds | peak, MiB |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in largest.values())])


def spliced(text: str, name: str, content: str) -> str:
    """`text` with what stands between the marks of `name` replaced."""
    pattern = re.compile(f"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"no mark for {name}")
    return pattern.sub(lambda mark: f"{mark[1]}{content}\n{mark[2]}", text)


def texts() -> dict[Path, str]:
    """Path -> the text that it should have."""
    return {
        ROOT / "README.md": readme(),
        ROOT / "README.zh.md": chinese_readme(),
        ROOT / "METHODOLOGY.md": methodology(),
        ROOT / "config" / "README.md": config(),
        ROOT / "docs" / "claims.md": claims(),
        ROOT / "docs" / other_sources.PAGE: what_others_say(),
        ROOT / "results" / "published" / "README.md": published(),
    }


def readme() -> str:
    """README with the findings of the newest archives, if there are any."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    findings, ranking = newest_archive(), newest_ranking()
    if findings and ranking:
        text = spliced(text, "findings", findings_part(findings))
        text = spliced(text, "instead", instead_part(ranking, findings))
        text = spliced(text, "runs", readme_parts.agreement(default_runs()))
        text = spliced(text, "answer", readme_parts.answer(*told(ranking, findings)))
        text = spliced(text, "opening", opening(ranking.parent))
    if others := newest_archive(OTHERS):
        text = spliced(text, "others", other_sources.sentence(archived(others)["sources"]))
    return text


def opening(archive: Path) -> str:
    """The opening figure of an archive, as the README shows it, with its finding."""
    words = json.loads((archive / "captions.json").read_text(encoding="utf-8"))["opening"]
    return f"![{words['finding']}](docs/{OPENING})"


def answer_context(path: Path) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """What a run says to use for each job, and what the article's advice takes in it."""
    verdicts = archived(path)
    context = recommendations.to_context(verdicts["answer"], verdicts["claims"], verdicts["run"])
    return workloads.to_context(verdicts.get("workloads")), context and context["article"]


def told(ranking: Path, findings: Path) -> tuple[list[dict[str, Any]], dict[str, Any] | None, dict[str, Any] | None]:
    """Of the READMEs' answer: the jobs and the article's advice in one run, the latter in the other too."""
    return *answer_context(ranking), answer_context(findings)[1]


def chinese_readme() -> str:
    """README.zh.md with the same answer and verdicts."""
    text = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    findings, ranking = newest_archive(), newest_ranking()
    if findings and ranking:
        claims = archived(findings)["claims"]
        text = spliced(text, "findings", "\n".join(readme_parts.in_chinese(claims)))
        text = spliced(text, "instead", "\n".join(answers_table.in_chinese(ranking, findings)))
        text = spliced(text, "runs", readme_parts.chinese_agreement(default_runs()))
        text = spliced(text, "answer", readme_parts.chinese_answer(*told(ranking, findings)))
    return text


def published() -> str:
    """results/published/README.md with a row for each archive, and what they say side by side."""
    text = (ROOT / "results" / "published" / "README.md").read_text(encoding="utf-8")
    runs = {path.parent.name: one for path, one in zip(archives(), archived_verdicts(), strict=True)}
    quoted = {path.parent.name for path in newest_archives()}
    text = spliced(text, "archives", "\n".join(archives_table.lines(runs, quoted)))
    return spliced(text, "replication", "\n".join(replication.lines(runs)))


def archived_verdicts() -> list[dict[str, Any]]:
    """verdicts.json of all archived runs, the oldest first."""
    return [archived(file) for file in archives()]


def default_runs() -> list[dict[str, Any]]:
    """verdicts.json of the archived default runs, which measured the same."""
    return [one for one in archived_verdicts() if one["run"]["config"]["outdir"] == "results"]


def archived(path: Path) -> dict[str, Any]:
    """An archive's verdicts.json."""
    verdicts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return verdicts


def archived_runs() -> list[between_runs.Run]:
    """The archives, as far as their effects are held against each other."""
    return [between_runs.read(path.parent) for path in archives()]


def methodology() -> str:
    """The methods page with the noise floors of the newest archive and the tables of `docs/data`."""
    text = (ROOT / "METHODOLOGY.md").read_text(encoding="utf-8")
    data = ROOT / "docs" / "data"
    if findings := newest_archive():
        text = spliced(text, "floors", floors(findings))
        text = spliced(text, "variance", variance(findings))
    text = spliced(text, "between", "\n".join(between_runs.table(archived_runs())))
    text = spliced(text, "coverage", error_tables.coverage(data / "coverage.csv"))
    text = spliced(text, "verdicts", error_tables.rates(data / "verdicts.csv"))
    text = spliced(text, "budget", error_tables.budget(data / "budget.csv"))
    text = spliced(text, "budget_claims", error_tables.wrong_claims(data / "budget_claims.csv"))
    text = spliced(text, "undecided", error_tables.undecided_by_world(data / "verdicts.csv"))
    text = spliced(text, "claims", error_tables.wrong_claims(data / "claims.csv"))
    text = spliced(
        text, "expected", error_tables.expected(data / "claims.csv", ROOT / "config" / "claims" / "article.yaml")
    )
    text = spliced(text, "dependence", error_tables.dependent_blocks(data / "dependence.csv"))
    text = spliced(text, "power", error_tables.power_by_blocks(data / "power.csv"))
    text = spliced(text, "classes", error_tables.power_by_class(data / "class_power.csv"))
    text = spliced(text, "planned", error_tables.power_by_claim(data / "claim_power.csv"))
    if (data / "scale.csv").exists():
        text = spliced(text, "scale", scale(data / "scale.csv"))
    return text


def claims() -> str:
    """The page of the claims with the newest archives' results."""
    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    findings, ranking = newest_archive(), newest_ranking()
    if findings and ranking:
        spreads = between_runs.spreads(archived_runs())
        minutes, entries = ROOT / "docs" / "data" / "claim_minutes.csv", ROOT / "config" / "claims" / "article.yaml"
        text = spliced(text, "claims", claims_page.table(minutes, entries, findings, ranking, spreads))
    return text


def what_others_say() -> str:
    """The page of what other sources say with the verdicts of the newest archive that has them."""
    text = (ROOT / "docs" / other_sources.PAGE).read_text(encoding="utf-8")
    if run := newest_archive(OTHERS):
        verdicts = archived(run)
        lines = other_sources.lines(run.parent.name, verdicts["run"], verdicts["sources"])
        text = spliced(text, "others", "\n".join(lines))
    return text


def config() -> str:
    """The configuration's page with the keys of each schema."""
    text = (ROOT / "config" / "README.md").read_text(encoding="utf-8")
    for kind in ("config", "claims", "safety", "workloads"):
        text = spliced(text, kind, schema_keys.table(kind))
    return text


def main() -> None:
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
