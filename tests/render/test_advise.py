"""The command line answers in a second, without measuring, and says what is wrong with a question in one line."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from judge.workloads import entries
from render import advise
from render.tables import workloads
from support.validation import BadInput
from tests.judge.workloads.made_up import mechanism, part

OPERATIONS = {"create": 1e-3, "attach": 1e-4, "read_item": 1e-7, "write_item": 2e-7}


def run_folder(tmp_path, **safety):
    """A run of three mechanisms, each slower than the one before; 1, 2 and 4 workers at 64 KiB, one at 4 MiB."""
    parts = [
        part(name, operation, seconds * (place + 1) * processes, size=size, processes=processes)
        for place, name in enumerate(("memfd", "sysv_ipc", "manager_list"))
        for operation, seconds in OPERATIONS.items()
        for size, processes in ((65536, 1), (65536, 2), (65536, 4), (2**22, 1))
        if processes == 1 or operation.endswith("item")
    ]
    names = dict(memfd=("passed", ["Linux"]), sysv_ipc=("unsafe", []), manager_list=("passed", ["a server"]))
    mechanisms = [mechanism(name, *one) for name, one in {**names, **safety}.items()]
    held = {"parts": parts, "mechanisms": mechanisms, "gaps": [], "answers": []}
    held = {key: [vars(one) for one in some] for key, some in held.items()}
    (tmp_path / "verdicts.json").write_text(json.dumps({"workloads": held, "memory": []}), encoding="utf-8")
    return f"RUN={tmp_path}"


def answer(*given):
    return "\n".join(advise.to_text(ask(*given)))


def ask(*given):
    words = advise.parse(list(given))
    return advise.best(advise.asked(words), words)


def test_it_says_what_to_use_how_long_it_takes_and_how_safe_it_is(tmp_path):
    told = answer("PAYLOAD=items", "SIZE=64KiB", "READS=1000000", run_folder(tmp_path))
    assert "use memfd: memfd is made up" in told and "passed every probe of safety" in told and "needs    Linux" in told
    assert (
        "time     101 ms [101 ms, 101 ms], of it 1.1 ms [1.1 ms, 1.1 ms] to create and attach, 100 ms" in told
        and "1,000,000 times: read one item, 100 ns each" in told
    )
    assert re.search(r"sysv_ipc +202 ms .*not safe", told)


def test_the_article_s_mechanisms_stand_beside_it(tmp_path):
    told = answer("PAYLOAD=items", "SIZE=64KiB", "READS=1000000", run_folder(tmp_path))
    others, article = told.split("others, the fastest first:\n")[1].split("the article's:\n")
    assert "sysv_ipc" in others and article.split()[0] == "manager_list" and "memfd" not in article
    assert {"manager_list", "shareable_list", "shared_memory"} <= set(advise.article_mechanisms())


def test_a_recipe_is_named_where_there_is_one(tmp_path, monkeypatch):
    monkeypatch.setattr(advise.words, "ROOT", tmp_path)
    given = ("PAYLOAD=items", "SIZE=64KiB", "READS=1", run_folder(tmp_path))
    assert "recipe   none yet" in answer(*given)
    (tmp_path / "report/recipes").mkdir(parents=True)
    (tmp_path / "report/recipes/memfd.py").touch()
    assert "recipe   report/recipes/memfd.py" in answer(*given)


def test_without_any_that_passed_it_says_so(tmp_path):
    run = run_folder(tmp_path, memfd=("unsafe", []), manager_list=("not probed", []))
    told = answer("PAYLOAD=items", "SIZE=64KiB", "READS=1", run)
    assert "none of these is known to be safe; the simplest of the fastest is\nmemfd: " in told


def test_it_interpolates_and_labels_what_is_far_outside(tmp_path):
    run = run_folder(tmp_path)
    given = ("PAYLOAD=items", "READS=10", run)
    assert "(between 64 KiB and 4 MiB)" in answer(*given, "SIZE=1MiB")
    assert "(512 times the largest size measured)" in answer(*given, "SIZE=2GiB")
    assert "(512 times the largest size measured, 4 workers as at 64 KiB)" in answer(*given, "SIZE=2GiB", "WORKERS=4")
    assert "(between 2 and 4 workers)" in answer(*given, "SIZE=64KiB", "WORKERS=3")
    assert "times the largest" not in answer(*given, "SIZE=8MiB")


def test_beyond_the_workers_it_says_what_to_run(tmp_path):
    told = answer("PAYLOAD=items", "SIZE=64KiB", "READS=10", "WORKERS=8", run_folder(tmp_path))
    assert "no answer: beyond the workers that were measured, 4 at most" in told
    assert "processes: [1, 8], operations: [attach, create, first_attach, first_create, first_read, read_item]" in told
    assert "snakemake --cores all --configfile config/mechanisms.yaml job.yaml" in told and "RUN=results/job" in told


def test_the_size_of_a_mapping_is_its_number_of_keys():
    given = advise.parse(["PAYLOAD=mapping", "SIZE=100000", "READS=1"])
    assert advise.asked(given)["size"] == advise.asked(given | {"SIZE": "100000keys"})["size"] == 1_600_000


def test_make_hands_over_all_that_can_be_asked():
    asked = re.search(r"^ASKED = (.*)", Path("Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()
    assert set(asked) == {*advise.PLACES, *advise.COUNTS}


def test_counts_read_as_words():
    told = {"reads": 1, "hand_overs": 2, "reads_beside_a_writer": 3, "appends": 1}
    assert [workloads.format_count(*one) for one in told.items()] == [
        "1 read",
        "2 hand-overs",
        "3 reads beside a writer",
        "1 append",
    ]


def test_what_was_not_measured_says_what_to_run(tmp_path):
    told = answer("PAYLOAD=blob", "SIZE=64KiB", "COPIES=10", run_folder(tmp_path))
    assert "no answer: not measured in this run" in told and "payloads: [blob]" in told


def test_a_workload_can_be_asked_with_other_numbers(tmp_path):
    told = ask("WORKLOAD=large-array", "WORKERS=1", "READS=7", run_folder(tmp_path)).answer
    assert told.counts == {"create": 1, "attach": 1, "reads": 7, "writes": 10000} and told.workers == 1


def test_as_json_it_is_the_same_answer(tmp_path):
    found = ask("PAYLOAD=items", "SIZE=64KiB", "READS=1000", run_folder(tmp_path))
    told = json.loads(json.dumps(advise.to_json(found)))
    assert told["choice"]["recommended"] == "memfd" and told["mechanisms"]["memfd"]["safety"] == "passed"
    assert told["size"] == 65536 and told["to_measure"] == []


WRONG = {
    "WORKLOAD=counter": "WORKLOAD: 'counter' is not known; allowed: large-array, counters, ",
    "": "nothing is asked; needed: WORKLOAD=",
    "PAYLOAD=items SIZE=1KiB": "nothing is asked; needed: WORKLOAD=",
    "GLANCES=1": "GLANCES=1: is not known; allowed: WORKLOAD=…, ",
    "WORKLOAD": "WORKLOAD: is not known; allowed: WORKLOAD=…, ",
    "WORKLOAD=counters WORKERS=0": "WORKERS: '0' is not allowed; allowed: a whole number, 1 or more",
    "WORKLOAD=counters UPDATES=-1": "UPDATES: '-1' is not allowed; allowed: a whole number, 0 or more",
    "WORKLOAD=counters SIZE=5MB": "SIZE: '5MB' is not allowed; allowed: a number of bytes, or of keys; or ",
    "WORKLOAD=counters SIZE=12": "size: 12 is not allowed; allowed for items: multiples of 8",
    "PAYLOAD=dict SIZE=1KiB READS=1": "PAYLOAD: 'dict' is not allowed; allowed: items, small_items, blob",
    "PAYLOAD=blob SIZE=1KiB READS=1": "counts.reads: no blob has any; allowed: ",
    "WORKLOAD=counters RUN=nowhere": "nowhere/verdicts.json: can't be read: No such file or directory",
    "WORKLOAD=counters INTERPRETER=2.7": "INTERPRETER: '2.7' is not allowed; allowed: 3.13",
}


@pytest.mark.parametrize(("words", "message"), WRONG.items())
def test_a_wrong_question_is_one_line(tmp_path, words, message):
    given = [*words.split(), *([] if "RUN=" in words else [run_folder(tmp_path)])]
    if not words:
        given = []
    with pytest.raises(BadInput) as error:
        ask(*given)
    assert str(error.value).startswith(message) and "\n" not in str(error.value)


def test_a_file_that_is_no_json_is_one_line(tmp_path):
    (tmp_path / "verdicts.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match="is no JSON"):
        ask("WORKLOAD=counters", f"RUN={tmp_path}")


@pytest.mark.parametrize("name", [entry["id"] for entry in entries.load(advise.FILE)])
def test_each_workload_is_answered_from_what_is_published_in_about_a_second(name):
    started = time.monotonic()
    command = [sys.executable, "-m", "render.advise", f"WORKLOAD={name}", "--json"]
    done = subprocess.run(command, env={"PYTHONPATH": "scripts"}, capture_output=True, text=True, check=True)
    assert time.monotonic() - started < 5  # on a busy machine
    told = json.loads(done.stdout)
    assert told["id"] == name and Path("results/published", told["run"]).exists()
    measured = {answer["id"] for run in Path("results/published").glob("*/verdicts.json") for answer in answers(run)}
    assert len(told["choice"]["ranked"]) >= 3 if name in measured else told["choice"]["ranked"] == []


def answers(path):
    return json.loads(path.read_text(encoding="utf-8")).get("workloads", {}).get("answers", [])


def test_it_imports_nothing_that_is_slow():
    code = "import sys, render.advise; print(*({'pandas', 'snakemake', 'scipy.stats', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": "scripts"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_a_mistake_ends_with_its_line_and_no_traceback():
    command = [sys.executable, "-m", "render.advise", "WORKLOAD=nothing"]
    done = subprocess.run(command, env={"PYTHONPATH": "scripts"}, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("WORKLOAD: 'nothing' is not known")
    assert "Traceback" not in done.stderr
