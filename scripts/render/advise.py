"""`python -m render.advise WORKLOAD=counters`, or PAYLOAD=items SIZE=16MiB WORKERS=4 READS=1000000: what to use.

It measures nothing: the answer comes from the verdicts.json of a run, RUN=…, by default the archived one that ranks
the most mechanisms for this, the newest of these. `--json` gives the same answer as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from judge.workloads import entries, questions
from judge.workloads.model import Gap, Mechanism, Part, WorkloadAnswer
from judge.workloads.tasks import ATTACH, CREATE, MESSAGES, START, TASKS
from render.tables import workloads as words
from support import units
from support.rounding import rounded
from support.validation import BadInput, load_yaml

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "results" / "published"
FILE = ROOT / "config" / "workloads.yaml"
ARTICLE = ROOT / "config" / "claims" / "article.yaml"
COUNTS = {task.upper(): task for task in TASKS if task != START}
PLACES = ("WORKLOAD", "PAYLOAD", "SIZE", "WORKERS", "INTERPRETER", "RUN")
MOST = 10**12


class Found(NamedTuple):
    """An answer, the run that gave it, and what it knows of its mechanisms."""

    run: Path
    answer: WorkloadAnswer
    mechanisms: dict[str, dict[str, Any]]
    most_workers: int


def main(words_given: list[str]) -> None:
    """Print the answer, or end with one line that says what is wrong with the question."""
    as_json = "--json" in words_given
    try:
        given = parse([word for word in words_given if word != "--json"])
        entry = asked(given)
        found = best(entry, given)
    except BadInput as error:
        sys.exit(str(error))
    print(json.dumps(to_json(found), indent=1, ensure_ascii=False) if as_json else "\n".join(to_text(found)))


def parse(given: list[str]) -> dict[str, str]:
    """KEY=VALUE words as a dict."""
    allowed = [*PLACES, *COUNTS]
    found: dict[str, str] = {}
    for word in given:
        key, equals, value = word.partition("=")
        if key not in allowed or not equals:
            raise BadInput(f"{word}: is not known; allowed: {', '.join(f'{name}=…' for name in allowed)}, --json")
        found[key] = value
    return found


def asked(given: dict[str, str]) -> dict[str, Any]:
    """The entry that the words ask for: a workload of the file, with what is named beside it changed; or one's own."""
    known = {entry["id"]: entry for entry in entries.load(FILE)}
    if name := given.get("WORKLOAD"):
        if name not in known:
            raise BadInput(f"WORKLOAD: {name!r} is not known; allowed: {', '.join(known)}")
        entry = dict(known[name], counts=dict(known[name]["counts"]))
    elif set(given) & set(COUNTS) and "PAYLOAD" in given and "SIZE" in given:
        entry = {"id": "", "job": "your own job", "why": "", "workers": 1, "counts": own_counts(given)}
    else:
        needed = f"WORKLOAD={'|'.join(known)}, or PAYLOAD=…, SIZE=… and one of {', '.join(COUNTS)}"
        raise BadInput(f"nothing is asked; needed: {needed}")
    if "PAYLOAD" in given:
        entry["payload"] = one_of("PAYLOAD", given["PAYLOAD"], list(words.PAYLOADS))
    if "SIZE" in given:
        keys = entry["payload"] == "mapping" and given["SIZE"].isdigit()
        entry["size"] = size("SIZE", given["SIZE"] + " keys" * keys)
    if "WORKERS" in given:
        entry["workers"] = number("WORKERS", given["WORKERS"], 1)
    entry["counts"] |= {task: number(key, given[key], 0) for key, task in COUNTS.items() if key in given}
    for mistake in entries.mistakes(entries.life(entry)):
        raise BadInput(mistake)
    return entry


def own_counts(given: dict[str, str]) -> dict[str, int]:
    """What a job that isn't in the file is made of beside what is named: an object is made, and attached to."""
    return {} if COUNTS_OF_CHANNELS & set(given) else {CREATE: 1, ATTACH: 1}


COUNTS_OF_CHANNELS = {MESSAGES.upper()}


def one_of(key: str, value: str, allowed: list[str]) -> str:
    if value not in allowed:
        raise BadInput(f"{key}: {value!r} is not allowed; allowed: {', '.join(allowed)}")
    return value


def number(key: str, text: str, least: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= MOST:
        raise BadInput(f"{key}: {text!r} is not allowed; allowed: a whole number, {least} or more, {MOST:,} at most")
    return int(text)


def size(key: str, text: str) -> int:
    """Bytes of "16MiB", "16 MiB" or "16777216"; of "100000 keys" those of a mapping."""
    try:
        found = int(text) if text.isdigit() else units.size_in_bytes(text)
    except (ValueError, KeyError):
        found = 0
    if not 0 < found <= MOST:
        raise BadInput(f"{key}: {text!r} is not allowed; allowed: a number of bytes, or of keys; or a text like 64KiB")
    return found


def best(entry: dict[str, Any], given: dict[str, str]) -> Found:
    """The answer of the run that is named, or of the archived one that ranks the most, the newest of these."""
    folders = [Path(given["RUN"])] if "RUN" in given else sorted(PUBLISHED.glob("*/"))
    found = [one for folder in folders for one in answers_of(folder, entry, given.get("INTERPRETER"))]
    if not found:
        where = given.get("RUN") or str(PUBLISHED)
        raise BadInput(f"{where}: no run there says what to use; `make report` makes one, in results")
    return max(found, key=lambda one: (len(one.answer.choice.ranked), one.most_workers, one.run.name))


def answers_of(folder: Path, entry: dict[str, Any], interpreter: str | None) -> Iterator[Found]:
    """The answer of each kind of node of a run, under its newest interpreter that ranks any, or the one named."""
    path = folder / "verdicts.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path}: can't be read: {error.strerror}") from error
    except ValueError as error:
        raise BadInput(f"{path}: is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise BadInput(f"{path}: is no file of verdicts; needed: an object")
    for view in document.get("kinds", {None: document}).values():
        if workloads := view.get("workloads"):
            yield from answers_of_kind(folder, view, workloads, entry, interpreter)


def answers_of_kind(
    folder: Path, view: dict[str, Any], workloads: dict[str, Any], entry: dict[str, Any], interpreter: str | None
) -> Iterator[Found]:
    parts = [Part(**row) for row in workloads["parts"] if row["payload"] == entry["payload"]]
    gaps = [Gap(**row) for row in workloads["gaps"]]
    mechanisms = [Mechanism(**row) for row in workloads["mechanisms"]]
    labels = sorted({one.interpreter for one in mechanisms}, key=units.version_key)
    if interpreter is not None:
        labels = [one_of("INTERPRETER", interpreter, labels)]
    found = [questions.answered(entry, label, parts, gaps, mechanisms, view["memory"]) for label in labels]
    answer = next((one for one in reversed(found) if one.choice.ranked), found[-1])
    most = max((part.processes for part in parts), default=0)
    yield Found(folder, answer, words.mechanisms_of(workloads, answer.interpreter), most)


def to_json(found: Found) -> dict[str, Any]:
    """The answer as verdicts.json would have it, with the recipe and what is left to measure."""
    choice = found.answer.choice
    recipe = words.recipe(choice.recommended) if choice.recommended else ""
    return {
        "run": found.run.name,
        **rounded(asdict(found.answer)),
        "mechanisms": {row.backend: found.mechanisms[row.backend] for row in choice.ranked},
        "recipe": recipe,
        "to_measure": [] if choice.ranked else to_measure(found),
    }


def to_text(found: Found) -> Iterator[str]:
    """The answer for a terminal."""
    told = words.answer_context(rounded(asdict(found.answer)), found.mechanisms)
    yield f"{told['job']}: {told['life']}"
    yield f"Python {told['interpreter']}, {told['blocks']} blocks of {found.run.name}, {told['compared']} mechanisms"
    yield ""
    if not told["compared"]:
        yield from to_measure(found)
        return
    yield from advice(told)
    yield ""
    yield "others, the fastest first:"
    yield from map(other, told["runners"])
    named = [told["ranked"][name] for name in article_mechanisms() if name in told["ranked"]]
    if named:
        yield "the article's:"
        yield from map(other, named)
    if told["lacking"]:
        yield f"not ranked: {', '.join(one['backend'] for one in told['lacking'])} (JSON=1 or --json: what each lacks)"


def other(row: dict[str, Any]) -> str:
    """A mechanism beside the one that is advised."""
    return f"  {row['backend']:<24} {row['time']}; {row['safe']}; needs {row['needs']}"


def article_mechanisms() -> list[str]:
    """The mechanisms that the article's claims compare or advise."""
    entries = load_yaml(ARTICLE)["claims"]
    advised = (name for one in entries for key, name in one.get("advice", {}).items() if key != "border")
    return sorted({*advised, *(name for one in entries for name in one.get("backends", []))})


def advice(told: dict[str, Any]) -> Iterator[str]:
    """What to use, with its time, safety and recipe."""
    row = told["use"] or told["near"]
    if told["use"]:
        yield f"use {row['backend']}: {row['what']}"
    else:
        yield "no recommendation, since none of these is known to be safe; the simplest of the fastest is"
        yield f"{row['backend']}: {row['what']}"
    yield f"  time     {row['time']}, of it {row['once']} to create and attach, {row['access']} for all that follows"
    yield f"  safety   {row['safe']}"
    yield f"  needs    {row['needs']}"
    yield f"  recipe   {row['recipe'] or 'none yet'}"
    if row["memory"]:
        yield f"  memory   {row['memory']}"
    for part in row["paid"]:
        note = f" ({part['note']})" if part["note"] else ""
        yield f"  {part['count']:>13} times: {part['says']}, {part['each']} each, {part['all']} in all{note}"
    if told["faster"]:
        yield f"faster: {told['faster']}"


def to_measure(found: Found) -> list[str]:
    """What no mechanism has, and how to measure it."""
    answer = found.answer
    why = "not measured in this run"
    if answer.workers > found.most_workers > 0:
        why = f"beyond the workers that were measured, {found.most_workers} at most"
    if MESSAGES in answer.counts:
        how = "name the size under `transfer` in a configuration of your own, and run it"
        return [f"no answer: {why}. To measure it, {how}"]
    operations = sorted({way for task in answer.counts for way in (*TASKS[task].ways, TASKS[task].first) if way})
    payload, processes = answer.payload, sorted({1, answer.workers})
    sweep = f"[{{why: a job, interpreters: newest, payloads: [{payload}], sizes: [{answer.size}], "
    sweep += f"processes: {processes}, operations: [{', '.join(operations)}]}}]"
    return [
        f"no answer: {why}. To measure it, put these three lines into job.yaml:",
        "outdir: results/job",
        f"sweep: {sweep}",
        "instrument: []",
        "then run: .venv/bin/snakemake --cores all --configfile config/mechanisms.yaml job.yaml",
        "and ask again with RUN=results/job",
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
