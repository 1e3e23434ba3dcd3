import json

import pytest

from maintain import splice_docs
from validate import reading_test

PUBLISHED = splice_docs.newest_archive()
VERDICTS = json.loads(PUBLISHED.read_text(encoding="utf-8"))


@pytest.fixture
def keys():
    claims = {claim["id"]: claim for claim in VERDICTS["claims"]}
    return [reading_test.key(one, claims[one["claim"]]) for one in reading_test.questions()]


def test_there_are_eighteen_questions_of_the_contested_claims():
    asked = reading_test.questions()
    assert len(asked) == len({(one["asks"], one["claim"], one["of"]) for one in asked}) == 18


def test_the_keys_themselves_are_right(keys):
    assert all(right for *_, right in reading_test.grade(VERDICTS, keys))


def test_a_factor_is_right_within_a_quarter_whichever_way_it_is_told():
    assert [reading_test.is_right(one, 20.0) for one in (16.1, "24.9", 15.9, 25.1, 0.05, "many", 0)] == [
        True, True, False, False, True, False, False,
    ]  # fmt: skip


def test_the_other_side_is_wrong(keys):
    others = {"ShareableList": "Manager", "Manager": "ShareableList", "yes": "no", "no": "yes"}
    graded = reading_test.grade(VERDICTS, [others.get(key, key) for key in keys])
    assert [right for *_, right in graded].count(False) == sum(key in others for key in keys) > 0


def test_grades_a_file_of_answers(tmp_path, capsys, keys):
    answers = tmp_path / "answers.yaml"
    answers.write_text(json.dumps(["nobody", *keys[1:]]), encoding="utf-8")
    reading_test.main(PUBLISHED, answers)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("WRONG: Python 3.15, 8,192 ints") and printed[-1] == "17 of 18 right"


def test_refuses_another_number_of_answers(tmp_path):
    answers = tmp_path / "answers.yaml"
    answers.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(reading_test.BadInput, match="answers.yaml: wants a list of 18 answers"):
        reading_test.main(PUBLISHED, answers)
