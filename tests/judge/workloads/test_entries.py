"""A file of workloads is checked: one line a mistake, with file, workload, key and what is allowed."""

import copy
from pathlib import Path

import pytest
import yaml

from judge.workloads import entries
from judge.workloads.tasks import TASKS
from support.validation import BadInput, load_schema

FILE = Path("config/workloads.yaml")


def changed(tmp_path, change):
    """The repository's file with a change made to its first workload and to the whole."""
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    change(document["workloads"][0], document)
    path = tmp_path / "workloads.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


MISTAKES = {
    "no workloads": (lambda _, whole: whole.pop("workloads"), "workloads: is missing; needed: workloads"),
    "an unknown key": (
        lambda one, _: one.update(price=1),
        "workload large-array: price: unknown key; allowed: counts, ",
    ),
    "an unknown count": (
        lambda one, _: one["counts"].update(glances=1),
        "workload large-array: counts.glances: unknown key; allowed: appends, attach, ",
    ),
    "no workers": (lambda one, _: one.pop("workers"), "workload large-array: workers: is missing; needed: id, job, "),
    "a size that is none": (
        lambda one, _: one.update(size="4 MB"),
        "workload large-array: size: '4 MB' is not allowed; allowed: a number of bytes, or a text like 64 KiB, 1 MiB",
    ),
    "a size of half an int": (
        lambda one, _: one.update(size=1025),
        "workload large-array: size: 1025 is not allowed; allowed for items: multiples of 8",
    ),
    "a negative count": (
        lambda one, _: one["counts"].update(reads=-1),
        "workload large-array: counts.reads: -1 is not allowed; allowed: 0 or more",
    ),
    "made twice": (
        lambda one, _: one["counts"].update(create=2),
        "workload large-array: counts.create: 2 is not allowed; allowed: 1 or less",
    ),
    "an id of two lines": (lambda one, _: one.update(id="a\nb"), "workload 0: id: 'a\\nb' is not allowed; allowed: "),
    "an id twice": (
        lambda _, whole: whole["workloads"].append(copy.deepcopy(whole["workloads"][0])),
        "workload large-array: id: is given twice; allowed: each id once",
    ),
    "items of a blob": (
        lambda one, _: one.update(payload="blob"),
        "workload large-array: counts.reads: no blob has any; allowed: create, attach, copies, ",
    ),
    "nothing done": (
        lambda one, _: one.update(counts={"create": 1}),
        "workload large-array: counts: nothing is done with it; needed: one of reads, ",
    ),
    "messages and an object": (
        lambda one, _: one["counts"].update(messages=1),
        "workload large-array: counts.messages: go through a channel, which shares no object; allowed: messages alone",
    ),
}


@pytest.mark.parametrize(("change", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_that_says_where_and_what_is_allowed(tmp_path, change, words):
    path = changed(tmp_path, change)
    with pytest.raises(BadInput) as error:
        entries.load(path)
    assert str(error.value).startswith(f"{path}: {words}") and "\n" not in str(error.value)


def test_a_mistake_ends_the_program_with_its_line(tmp_path):
    with pytest.raises(SystemExit) as end:
        entries.check_or_exit(changed(tmp_path, MISTAKES["made twice"][0]))
    assert str(end.value).endswith("allowed: 1 or less")


def test_the_file_in_the_repository_has_no_mistake():
    entries.check_or_exit(FILE)


def test_a_life_has_the_size_in_bytes_and_no_part_that_never_happens():
    entry = {"payload": "items", "size": "4 MiB", "workers": 2, "counts": {"reads": 5, "create": 1, "writes": 0}}
    assert entries.life(entry) == ("items", 4 * 2**20, 2, {"create": 1, "reads": 5})


def test_each_task_but_the_servers_start_can_be_counted():
    counts = load_schema("workloads")["properties"]["workloads"]["items"]["properties"]["counts"]["properties"]
    assert list(counts) == list(TASKS)[1:]
