"""What the Chinese texts say of a claim has the numbers of its English line, and no others."""

import json
import re

import pytest

from maintain import splice_docs
from render import chinese

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")
CLAIMS = [
    claim
    for path in (splice_docs.newest_archive(), splice_docs.newest_ranking())
    for claim in json.loads(path.read_text(encoding="utf-8"))["claims"]
]
MEASURED = [claim for claim in CLAIMS if any(one["reading"] is not None for one in claim["effects"])]


@pytest.mark.parametrize("claim", MEASURED, ids=lambda claim: claim["id"])
def test_the_numbers_are_those_of_the_english_line(claim):
    told, english = (set(NUMBER.findall(text)) for text in (chinese.measured(claim), claim["short"]))
    assert told and told <= english


def test_claims_with_effects_were_looked_at():
    told = [one for claim in MEASURED for one in claim["effects"] if one["estimate"] is not None]
    assert len(told) > 15


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_every_claim_is_told_without_english_words(claim):
    told = chinese.measured(claim)
    words = set(re.findall(r"[A-Za-z_]{3,}", told)) - {"Manager", "Python", "KiB", "MiB", "bytes"}
    assert told and words == set()


def test_slower_is_told_as_longer_and_a_bound_as_one():
    claim = {"over": ["manager_list", "shareable_list"]}
    where = {"interpreter": "3.13", "operation": "copy_out", "payload": "items", "size": 65536}
    reading = {"criterion": "at_least_ratio", "conditions": where, "bound": ""}
    told = chinese.effect(claim | {"readings": [reading]}, {"reading": 0, "estimate": 0.1, "low": 0.05, "high": 0.2})
    assert told == "复制出 8,192 个整数(64 KiB),耗时是 Manager 的 10 倍 [5, 20](Python 3.13)"
    bound = dict(reading, criterion="grows", bound="at least", conditions=where | {"size": [1024, 65536]})
    told = chinese.effect(claim | {"readings": [bound]}, {"reading": 0, "estimate": 50, "low": 40, "high": None})
    assert told == "复制出全部整数,64 KiB 时耗时是 1 KiB 时的至少 40 倍(Python 3.13)"


def test_readings_are_counted_where_the_verdict_does_not_say_it_all():
    count = {"true": 2, "false": 3, "declared": 7}
    assert chinese.format_count({"verdict": "depends", "count": count}) == "7 种解读中 2 种成立,3 种不成立,2 种未能判定"
    assert chinese.format_count({"verdict": "holds", "count": count}) == ""
    undecided = {"verdict": "undecided", "count": {"true": 0, "false": 1, "declared": 2}}
    assert chinese.format_count(undecided) == "2 种解读中 0 种成立,1 种不成立,1 种未能判定(不会是“成立”)"


def test_too_few_blocks_give_no_interval():
    where = {"interpreter": "3.13", "operation": "copy_out", "payload": "items", "size": 65536}
    claim = {
        "over": ["manager_list", "shareable_list"],
        "readings": [{"criterion": "at_least_ratio", "conditions": where, "bound": ""}],
    }
    for estimate, words in (
        (0.1, "耗时是 Manager 的 10 倍(轮数太少"),
        (20, "速度是 Manager 的 20 倍(轮数太少"),
    ):
        assert words in chinese.effect(claim, {"reading": 0, "estimate": estimate, "low": None, "high": None})


def test_a_job_s_life_is_told_with_its_counts():
    counts = {"create": 1, "attach": 1, "reads": 1000, "updates": 1, "hand_overs": 4}
    job = {"payload": "items", "size": 65536, "workers": 4, "counts": counts}
    assert chinese.life(job) == "整数列表(64 KiB),4 个工作进程,每个进程读 1,000 次、更新 1 次,共整体交付 4 次"
    assert chinese.life({**job, "payload": "mapping", "counts": {}}) == "按键取值的整数(4,096 个键),4 个工作进程"


def test_what_a_mechanism_needs_is_told_in_chinese():
    assert chinese.needs("the standard library alone") == "只需标准库"
    assert chinese.needs("redis, a server, Linux or Darwin") == "redis、服务器进程、Linux或Darwin"
