"""Parts of the READMEs that are filled in from verdicts.json: the answer, and the tables of verdicts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from archive import between_runs
from judge.workloads.choice import MARGIN
from render import chinese, translations
from render.tables import verdicts
from support import units

ARCHIVES = "results/published/README.md"  # with what each run says of each claim
PAGE, CHINESE_PAGE = "docs/index.html", "docs/report-zh.html"  # of the run that the README quotes
INTERVAL = re.compile(r" \[[\d., ]+\]")  # it stands behind the verdict's link
RANGE = re.compile(r", [\d,]+ times the size")
ASIDE = re.compile(r" A further test, which doesn't count.*")
PYTHON = re.compile(r"\(Python ([\d.]+t?)\)")
REMARK = re.compile(r" \((?:[^\s)]+ ){4,}[^)]*\)$")  # of five words or more
BEST = re.compile(r"takes ([\d.,]+) times as long as by the best")
AS_LONG = re.compile(r" takes ([\d.,]+ times) as long\b")
THAN = re.compile(r" than [A-Za-z ]+?(?= \(Python|$)")  # whom an effect is compared with


def answer(jobs: list[dict[str, Any]], article: dict[str, Any] | None, elsewhere: dict[str, Any] | None = None) -> str:
    """The answer in a sentence or two.

    Parameters
    ----------
    jobs : what `workloads.to_context` gives
    article : what the article's advice takes, of `recommendations.to_context`
    elsewhere : the same in the default run, which measured other conditions
    """
    words = []
    if found := by_mechanism(jobs):
        (name, some), *others = sorted(found.items(), key=lambda one: -len(one[1]))
        rest = enumerated([f"`{other}`" for other, _ in others])
        words.append(
            f"For {len(some)} of the {sum(map(len, found.values()))} jobs below take `{name}`"
            f"{f', for the others {rest}' if rest else ''}: each is the simplest that passed every probe of safety and "
            f"takes at most {MARGIN} times as long as the fastest that did."
        )
    if article:
        words.append(
            f"The article's advice takes {article['median']:.3g} times as long as the best, in the median of "
            f"{article['total']} operations and sizes"
            + (f" ({elsewhere['median']:.3g} in the default run's {elsewhere['total']})." if elsewhere else ".")
        )
    return " ".join(words)


def enumerated(words: list[str]) -> str:
    """Like "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def chinese_answer(
    jobs: list[dict[str, Any]], article: dict[str, Any] | None, elsewhere: dict[str, Any] | None = None
) -> str:
    """The same in Chinese."""
    uses = ";".join(
        f"{len(some)} 种任务用 `{name}`({'、'.join(translations.chinese(job['job']) for job in some)})"
        for name, some in by_mechanism(jobs).items()
    )
    words = (
        f"{uses}。在通过全部安全检验的方式里,它们的耗时都在最快者的 {MARGIN} 倍以内,又是其中最简单的。" if uses else ""
    )
    if article:
        words += (
            "在同一次运行(`make mechanisms`)里,照文章的建议去做(小数据用 ShareableList,大数据用 Manager),"
            f"{article['total']} 种操作与大小中,耗时与最快方式之比的中位数为 {article['median']:.3g} 倍"
            + (f"(默认运行的 {elsewhere['total']} 种中为 {elsewhere['median']:.3g} 倍)。" if elsewhere else "。")
        )
    return words


def by_mechanism(jobs: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Mechanism -> the jobs that it is advised for."""
    found: dict[str, list[dict[str, Any]]] = {}
    for job in jobs:
        if job["use"]:
            found.setdefault(job["use"]["backend"], []).append(job)
    return found


def english(claims: list[dict[str, Any]]) -> list[str]:
    """The table of verdicts, a line a row; a question is answered elsewhere."""
    table = verdicts.to_context(claims)
    rows = [(one, factors(one)) for one in table["rows"] if one["verdict"]]
    labels = {label for _, told in rows for label in PYTHON.findall(told)}
    newest = max(labels, key=units.version_key, default="")
    lines = [
        f"| the article says | measured{f', under Python {newest}' if newest else ''} | verdict |",
        "|---|---|---|",
    ]
    lines += [f"| {brief(one['english'])} | {without(told, newest)} | {verdict_cell(one)} |" for one, told in rows]
    if table["settled"]:
        noun = "claim" if len(table["settled"]) == 1 else "claims"
        what = f"[{table['count'].capitalize()} {noun} about what exists and works]({PAGE}#claims)"
        lines.append(f"| {what} | every check that applies passed | **holds** |")
    return lines


def in_chinese(claims: list[dict[str, Any]]) -> list[str]:
    """The same for the article's readers, with the intervals and in the article's own words."""
    table = verdicts.to_context(claims)
    lines = ["| 文章的说法 | 实测 | 判定 |", "|---|---|---|"]
    lines += [
        f"| {chinese.of_whom(one)}{one['quote']} | {chinese.measured(one)} | {chinese_cell(one)} |"
        for one in table["rows"]
        if one["verdict"]
    ]
    if table["settled"]:
        what = f"[{len(table['settled'])} 条关于“有没有、能不能用”的说法]({CHINESE_PAGE}#claims)"
        lines.append(f"| {what} | {chinese.CHECKED} | **{chinese.VERDICTS['holds']}** |")
    return lines


def factors(claim: dict[str, Any]) -> str:
    """A claim's line without intervals and further tests, and of its effects the first two."""
    told = ASIDE.sub("", RANGE.sub("", INTERVAL.sub("", str(claim["short"]))))
    told = BEST.sub(r"takes \1 times the best", told)
    effects = told.rstrip(".").split("; ")
    if len(effects) == 1:
        return told
    first, second, *rest = effects
    python = PYTHON.search(effects[-1])
    tail = f" {python[0]}" if rest and python and not PYTHON.search(second) else ""
    return f"{first}; {less_what_stands_in(first, second)}{tail}."


def less_what_stands_in(first: str, second: str) -> str:
    """The second effect without what it has in common with the first: whom it is compared with, as long, as advised."""
    than = THAN.search(first)
    told = second.replace(than[0], "") if than else second
    told = told.replace(" as advised", "") if " as advised" in first else told
    return AS_LONG.sub(r" \1", told) if " as long in " in first else told


def brief(english: str) -> str:
    """A claim without a long remark at its end."""
    return REMARK.sub("", english)


def without(told: str, interpreter: str) -> str:
    """A line without the interpreter that the table's head names."""
    return told.replace(f" (Python {interpreter})", "")


def verdict_cell(claim: dict[str, Any]) -> str:
    """A verdict that leads to its readings, and how many of them are known to hold and to fail."""
    return cell(claim, PAGE, claim["verdict"], verdicts.format_count(claim), ": ")


def chinese_cell(claim: dict[str, Any]) -> str:
    """The same in Chinese."""
    return cell(claim, CHINESE_PAGE, chinese.VERDICTS[claim["verdict"]], chinese.format_count(claim), ":")


def cell(claim: dict[str, Any], page: str, verdict: str, count: str, colon: str) -> str:
    """A verdict in bold, with its link, and the count if there is one."""
    return f"[**{verdict}**]({page}#{claim['id']}-readings)" + (f"{colon}{count}" if count else "")


def agreement(runs: Sequence[dict[str, Any]]) -> str:
    """A sentence: of the claims that runs of one plan (verdicts.json) measured, how many came out alike in all."""
    found = between_runs.outcomes(runs)
    if not found:
        return "No claim was measured by more than one archived run."
    apart = [f"{name}: {', '.join(counts)}" for name, counts in found.items() if len(counts) > 1]
    timed = found.keys() & {one["id"] for run in runs for one in run["claims"] if any(map(has_times, one["readings"]))}
    kinds, alike = processors(runs), len(found) - len(apart)
    alike_timed = sum(len(counts) == 1 for name, counts in found.items() if name in timed)
    exceptions = f" (not {'; '.join(apart)})" if apart else ""
    missed = sum(any(not one["found"] for one in run["instrument"]["controls"]) for run in runs)
    return (
        f"[{len(runs)} runs]({ARCHIVES}) on {kinds} kind{'s' * (kinds > 1)} of processor agree in {alike} of "
        f"{len(found)} verdicts, {alike_timed} of the {len(timed)} on times{exceptions}."
        + (f" {verdicts.NUMBERS[missed].capitalize()} of them missed a planted error." if missed else "")
    )


def chinese_agreement(runs: Sequence[dict[str, Any]]) -> str:
    """The same in Chinese, but for what the verdicts rest on; "" where no claim was measured twice."""
    found = between_runs.outcomes(runs)
    if not found:
        return ""
    apart = [
        f"{name}:{'、'.join(chinese.VERDICTS[verdict] for verdict in counts)}"
        for name, counts in found.items()
        if len(counts) > 1
    ]
    exceptions = f"(例外:{';'.join(apart)})" if apart else ""
    return (
        f"在 {processors(runs)} 种处理器上的 [{len(runs)} 次运行]({ARCHIVES})中,{len(found)} 条判定有 "
        f"{len(found) - len(apart)} 条一致{exceptions}。"
    )


def processors(runs: Sequence[dict[str, Any]]) -> int:
    """On how many kinds of processor the runs were measured."""
    return len({run["run"]["machine"]["processor"] for run in runs})


def has_times(reading: dict[str, Any]) -> bool:
    """Whether a reading that decides is one of times, and not of a check or an exact search."""
    return bool(reading["decides"] and reading.get("logs"))
