"""The table of the claims: what measures each, how long that takes, and what came out."""

import json

from maintain import claims_page

ENTRIES = """
span: [1024, 16777216]
claims:
  - {id: one, quote: q, english: the first, checks: one, tests: [{criterion: works, why: w}]}
  - {id: two, quote: q, english: the second, checks: two, tests: [{criterion: works, why: w}]}
  - {id: asked, quote: q, english: what else, kind: question, than: [a]}
"""
MINUTES = """claim,command,minutes,blocks,under,run
one,make claim ID=one,2.6,6,the newest interpreter,x
two,make claim ID=two,0.6,1,,x
asked,make mechanisms,30,7,,y
"""


def test_a_claim_s_result_is_the_default_run_s_and_a_question_s_that_of_all_mechanisms(tmp_path):
    runs = {
        "x": [("one", "holds", "It does."), ("asked", None, "Of few.")],
        "y": [("one", "fails", "It doesn't."), ("asked", None, "Of many.")],
    }
    files = []
    for name, judged in runs.items():
        (tmp_path / name).mkdir()
        files.append(tmp_path / name / "verdicts.json")
        claims = [dict(zip(("id", "verdict", "short"), one, strict=True)) for one in judged]
        files[-1].write_text(json.dumps({"claims": claims}))
    (tmp_path / "minutes.csv").write_text(MINUTES)
    (tmp_path / "claims.yaml").write_text(ENTRIES)
    assert claims_page.table(tmp_path / "minutes.csv", tmp_path / "claims.yaml", *files).splitlines() == [
        "Minutes and results are those of x and y.",
        "",
        "| the article says | command | minutes | result | between runs |",
        "|---|---|---|---|---|",
        "| the first | `make claim ID=one` | 2.6 (6 blocks, under the newest interpreter) | **holds**: It does. |  |",
        "| the second | `make claim ID=two` | 0.6 | not published yet |  |",
        "| what else | `make mechanisms` | 30 | **question**: Of many. |  |",
    ]
