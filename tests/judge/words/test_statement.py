"""A claim's verdict and sentence: a, b and m in words, and nothing said of a claim that wasn't measured."""

from dataclasses import replace

from judge.model import Count, Reading
from judge.words import statement
from tests.judge.synthetic import decided_reading

CLAIM = {"id": "it", "tests": [{"criterion": "grows"}]}


def family(holds, fails, undecided=0):
    readings = [decided_reading("holds", f"h{number}") for number in range(holds)]
    readings += [decided_reading("fails", f"f{number}") for number in range(fails)]
    return readings + [decided_reading("undecided", f"u{number}", certain=False) for number in range(undecided)]


def test_all_alike():
    assert statement.conclusion(family(5, 0), CLAIM) == ("holds", Count(5, 0, 5), "It holds in all 5 readings.")
    assert statement.conclusion(family(0, 2), CLAIM)[2] == "It fails in all 2 readings."


def test_a_few_exceptions_are_named_and_make_no_depends():
    verdict, count, sentence = statement.conclusion(family(1, 9), CLAIM)
    assert (verdict, count) == ("mostly fails", Count(1, 9, 10))
    assert sentence.startswith("It fails in at least 9 of 10 readings; otherwise in at least 1.")
    assert "it holds for h0" in sentence


def test_an_undecided_reading_stays_in_the_count():
    verdict, count, sentence = statement.conclusion(family(3, 0, 2), CLAIM)
    assert (verdict, count) == ("undecided", Count(3, 0, 5))
    assert sentence.startswith("Taken together, 3 of 5 readings hold for certain and none fail: too few for a verdict.")
    assert sentence.endswith("One by one, 3 hold, none fail and 2 stay undecided.")


def test_depends_says_how_many_on_each_side_and_what_separates_them():
    verdict, _, sentence = statement.conclusion(family(2, 3), CLAIM)
    assert verdict == "depends"
    assert sentence.startswith("Taken together, 2 of 5 readings hold for certain and 3 fail.")
    assert "it holds for h0, h1; it fails for f0, f1, f2" in sentence


def test_one_missing_reading_makes_it_another_claim():
    readings = [*family(5, 0), replace(decided_reading("not measured", "gone"), reason="no cells of x", p_fails=1.0)]
    verdict, _, sentence = statement.conclusion(readings, CLAIM)
    assert verdict == "not measured here"
    missing = "1 of 6 readings are missing (no cells of x)"
    assert sentence == f"{missing}; `make claim ID=it` measures them in about five minutes or less."
    verdict, _, sentence = statement.conclusion([], CLAIM)
    assert verdict == "not measured here"
    assert sentence.endswith("; `make claim ID=it` measures it in about five minutes or less.")


def test_what_does_not_apply_is_no_reading():
    readings = [*family(2, 0), replace(decided_reading("does not apply", "repr"), p_holds=1.0, p_fails=1.0)]
    assert statement.conclusion(readings, CLAIM)[0] == "holds"


def check(interpreter, verdict="holds"):
    where = {"interpreter": interpreter, "operation": "a_check", "payload": ""}
    p = (0.0, 1.0) if verdict == "holds" else (1.0, 0.0)
    return Reading("works", where, None, "", verdict, reason="expected 1, seen 2", p_holds=p[0], p_fails=p[1])


def test_checks_say_what_was_seen():
    claim = CLAIM | {"seen": "the list was full"}
    assert (
        statement.conclusion([check("3.8"), check("3.13")], claim)[2] == "The list was full (2 Pythons, 3.8 to 3.13)."
    )
    assert statement.conclusion([check("3.8")], claim)[2] == "The list was full (Python 3.8)."


def test_checks_that_fail_say_what_they_saw():
    claim = CLAIM | {"seen": "the list was full"}
    verdict, _, sentence = statement.conclusion([check("3.8"), check("3.13", "fails")], claim)
    assert verdict == "depends" and "a_check under Python 3.13: expected 1, seen 2" in sentence
    assert "expected 1, seen 2" in statement.conclusion([check("3.13", "fails")], claim)[2]


def probe(backend, reason):
    where = {"interpreter": "3.13", "backends": [backend], "operation": "leak_of_one", "payload": ""}
    return Reading("probed", where, None, "", "fails", reason=reason, p_holds=1.0, p_fails=0.0)


def test_what_probes_of_two_mechanisms_saw_alike_is_said_once():
    seen = [probe("shared_memory", "leak of one, no"), probe("shareable_list", "leak of one, no")]
    sentence = statement.conclusion(seen, CLAIM)[2]
    assert sentence == "Nowhere: shared_memory and shareable_list under Python 3.13: leak of one, no."


def test_what_depends_on_chance_and_was_not_seen_is_no_refutation():
    seen = [replace(probe("shared_memory", "torn item, not seen: all was well"), verdict="undecided", p_fails=1.0)]
    verdict, _, sentence = statement.conclusion(seen, CLAIM)
    assert verdict == "undecided"
    assert sentence == "Torn item, not seen: all was well; what depends on chance may happen all the same."


def test_further_tests_are_told_beside_and_dont_count():
    beside = [replace(one, criterion="about_ratio", decides=False) for one in family(1, 3)]
    verdict, _, sentence = statement.conclusion([*family(4, 0), *beside], CLAIM)
    assert verdict == "holds"
    assert sentence.endswith("which doesn't count (about that factor): holds in 1 of 4 readings, fails in 3.")


def test_an_exception_without_words_is_spelled_out():
    assert statement.spelled("16777216 B: AssertionError: ") == "at 16 MiB it raised AssertionError"
    assert statement.spelled("the interval straddles the margin") == "the interval straddles the margin"
