"""What the READMEs quote: contested claims first, without intervals in English, and how the archived runs agree."""

from maintain import readme_parts


def claim(name, verdict, short="", criterion="at_least_ratio", count=None):
    return {
        "id": name,
        "english": f"{name} in English",
        "quote": f"{name}的原文",
        "verdict": verdict,
        "short": short,
        "margins": [{"criterion": criterion}],
        "count": count,
        "effects": [],
        "readings": [],
    }


COUNT = {"true": 1, "false": 2, "declared": 4}
CLAIMS = [
    claim("there", "holds", criterion="works"),
    claim(
        "grows",
        "depends",
        "It takes 5.3 times [4.1, 6.4] as long in 16 MiB, 16,384 times the size.",
        count=COUNT,
    ),
    claim("asked", None),
    claim("wrong", "fails", "It takes 2 times [1,500, 2,000] as long."),
]


def test_the_contested_claims_stand_first_and_lead_to_their_readings():
    lines = readme_parts.english(CLAIMS)
    assert lines[2] == (
        "| wrong in English | It takes 2 times as long. | [**fails**](docs/index.html#wrong-readings) |"
    )
    assert lines[3] == (
        "| grows in English | It takes 5.3 times as long in 16 MiB. "
        "| [**depends**](docs/index.html#grows-readings): 1 of 4 hold, 2 fail, 1 open |"
    )
    what = "[One claim about what exists and works](docs/index.html#claims)"
    assert lines[4:] == [f"| {what} | every check that applies passed | **holds** |"]


def test_of_three_effects_two_are_told_with_the_python_that_they_are_of():
    three = claim("c", "fails", "Reading 2 times [1, 3]; copying 3 times [2, 4]; adding 4 times (Python 3.13).")
    assert readme_parts.factors(three) == "Reading 2 times; copying 3 times (Python 3.13)."
    own = claim("c", "fails", "Reading 2 times (Python 3.13); copying 3 times (Python 3.13); both (Python 3.8).")
    assert readme_parts.factors(own) == "Reading 2 times (Python 3.13); copying 3 times (Python 3.13)."
    lines = readme_parts.english([three, own])
    assert "measured, under Python 3.13" in lines[0]
    assert [line.split(" | ")[1] for line in lines[2:]] == ["Reading 2 times; copying 3 times."] * 2


def test_what_both_effects_are_compared_with_stands_once():
    one = claim("c", "depends", "Reading: 5 times faster than it; adding: 2 times slower than it; copying: 3 times.")
    assert readme_parts.factors(one) == "Reading: 5 times faster than it; adding: 2 times slower."
    one = claim("c", "depends", "Reading: 5 times faster than it (Python 3.15); adding: 2 times slower than a pipe.")
    assert readme_parts.factors(one).endswith("slower than a pipe.")
    one = claim("c", "depends", "Reading takes 5 times as long in 2 KiB as in 1 KiB; adding takes 2 times as long.")
    assert readme_parts.factors(one) == "Reading takes 5 times as long in 2 KiB as in 1 KiB; adding 2 times."


def test_whom_a_claim_is_of_stands_before_the_article_s_words_in_chinese():
    of = claim("c", "fails") | {"english": "(of SharedMemory) the time grows"}
    assert readme_parts.in_chinese([of])[2].startswith("| (指 SharedMemory)c的原文 |")


def test_the_chinese_table_has_the_same_rows_in_the_article_s_words():
    lines = readme_parts.in_chinese(CLAIMS)
    assert lines[2].startswith("| wrong的原文 |") and "[**不成立**](docs/report-zh.html#wrong-readings)" in lines[2]
    depends = "[**视情况而定**](docs/report-zh.html#grows-readings)"
    assert f"{depends}:4 种解读中 1 种成立,2 种不成立,1 种未能判定" in lines[3]
    assert "](docs/report-zh.html#claims)" in lines[4] and len(lines) == 5


def job(name, backend):
    return {"id": name, "job": f"the {name} job", "use": backend and {"backend": backend}}


def test_the_answer_names_a_mechanism_with_its_jobs_and_what_the_article_s_advice_costs():
    article = {"median": 19.52, "total": 26}
    jobs = [job("first", "memfd"), job("second", None), job("third", "memfd"), job("last", "redis")]
    told = readme_parts.answer(jobs, article)
    assert told.startswith(
        "For 2 of the 3 jobs below take `memfd`, for the others `redis`: each is the simplest that passed"
    )
    assert "second" not in told
    assert "19.5 times as long as the best, in the median of 26 operations and sizes" in told
    chinese = readme_parts.chinese_answer(jobs, article)
    assert "2 种任务用 `memfd`" in chinese and "the first job" in chinese and "the second job" not in chinese
    assert "19.5 倍" in chinese and "26 种" in chinese
    told = readme_parts.answer(jobs, article, {"median": 18.06, "total": 50})
    assert told.endswith("of 26 operations and sizes (18.1 in the default run's 50).")


def test_what_is_not_known_is_left_out_of_the_answer():
    assert readme_parts.answer([], None) == readme_parts.chinese_answer([job("first", None)], None) == ""
    assert readme_parts.answer([job("first", "memfd")], None).startswith("For 1 of the 1 jobs below take `memfd`: each")
    assert readme_parts.enumerated(["a", "b", "c"]) == "a, b and c"


def test_how_many_claims_came_out_alike_and_which_did_not():
    timed, exact = (
        [{"decides": True, "logs": [0.1]}],
        [{"decides": False, "logs": [0.1]}, {"decides": True, "logs": []}],
    )
    runs = [
        {
            "claims": [
                {"id": "a", "verdict": verdict, "readings": timed},
                {"id": "b", "verdict": "holds", "readings": exact},
            ],
            "run": {"machine": {"processor": processor}},
            "instrument": {"controls": [{"found": processor == "one"}, {"found": True}]},
        }
        for verdict, processor in (("holds", "one"), ("fails", "other"))
    ]
    words = "[2 runs](results/published/README.md) on 2 kinds of processor"
    words += " agree in 1 of 2 verdicts, 0 of the 1 on times (not a: holds, fails)"
    assert readme_parts.agreement(runs) == f"{words}. One of them missed a planted error."
    assert readme_parts.chinese_agreement(runs).endswith("2 条判定有 1 条一致(例外:a:成立、不成立)。")
    assert "on 1 kind of processor agree in 2 of 2 verdicts, 1 of the 1 on times." in readme_parts.agreement(
        [runs[0], runs[0]]
    )
    assert readme_parts.chinese_agreement(runs[:1]) == ""
    assert readme_parts.agreement(runs[:1]) == "No claim was measured by more than one archived run."
