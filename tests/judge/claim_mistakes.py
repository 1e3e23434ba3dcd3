"""Files of claims with one mistake each, and the words in which it must be told: file, claim, key, what is allowed."""

import copy
from pathlib import Path

import yaml

FILE = Path("config/claims/article.yaml")


def claim(document, name):
    return next(one for one in document["claims"] if one["id"] == name)


def with_change(change):
    """The repository's claims with a change made to their claim tenfold, and to the whole."""
    document = copy.deepcopy(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    change(document, claim(document, "tenfold"))
    return yaml.safe_dump(document, allow_unicode=True)


def put(*keys, value):
    """A change that puts `value` at the keys of tenfold."""

    def change(document, place):
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


def drop(*keys):
    def change(document, place):
        for key in keys[:-1]:
            place = place[key]
        del place[keys[-1]]

    return change


NO_YAML = "claims: [\n"
MISTAKES = {
    "no YAML": (NO_YAML, "is no YAML"),
    "empty": ("", "(the whole): None is not allowed; allowed: a value of type object"),
    "no claims": (with_change(lambda document, _: document.pop("claims")), "claims: is missing; needed: claims"),
    "claims is no list": (
        with_change(lambda document, _: document.update(claims={"id": "x"})),
        "claims: {'id': 'x'} is not allowed; allowed: a value of type array",
    ),
    "a claim is no mapping": (
        with_change(lambda document, _: document["claims"].insert(0, "tenfold")),
        "claim 0: (the whole): 'tenfold' is not allowed; allowed: a value of type object",
    ),
    "unknown key": (
        with_change(put("colour", value=1)),
        "claim tenfold: colour: unknown key; allowed: advice, backend",
    ),
    "unknown key of a test": (
        with_change(put("tests", 0, "marign", value=1)),
        "claim tenfold: tests.0.marign: unknown key; allowed: among, criterion, margin, published, why",
    ),
    "a text as margin": (
        with_change(put("tests", 0, "margin", value="ten")),
        "tenfold: tests.0.margin: 'ten' is",
    ),
    "a pair the wrong way round": (
        with_change(put("tests", 1, "margin", value=[15, 6.7])),
        "claim tenfold: tests.1.margin: [15, 6.7] is not allowed; allowed for about_ratio: a pair of numbers",
    ),
    "a number for a pair": (
        with_change(put("tests", 1, "margin", value=10)),
        "claim tenfold: tests.1.margin: 10 is not allowed; allowed for about_ratio: a pair of numbers",
    ),
    "no margin": (
        with_change(drop("tests", 1, "margin")),
        "claim tenfold: tests.1.margin: is missing; allowed for about_ratio: a pair of numbers",
    ),
    "no readings": (
        with_change(drop("readings")),
        "claim tenfold: readings: is missing; at_least_ratio needs backends, largest, readings",
    ),
    "no quote": (with_change(drop("quote")), "claim tenfold: quote: is missing; needed: id, quote, english"),
    "empty quote": (
        with_change(put("quote", value="")),
        "claim tenfold: quote: '' is not allowed; allowed: a text",
    ),
    "no id": (with_change(drop("id")), ": id: is missing; needed: id, quote"),
    "no why": (with_change(drop("tests", 0, "why")), "claim tenfold: tests.0.why: is missing; needed: criterion, why"),
    "an unknown criterion": (
        with_change(put("tests", 0, "criterion", value="shrinks")),
        "claim tenfold: tests.0.criterion: 'shrinks' is not known; allowed: about_ratio, alike",
    ),
    "readings that the criterion can't use": (
        with_change(put("tests", 0, value={"criterion": "limit", "margin": [1, 2], "why": "x"})),
        "claim tenfold: elements: is missing; limit needs elements, limit_of",
    ),
    "a channel for a criterion that compares none": (
        with_change(lambda document, tenfold: tenfold.update(faster="via_pipe", tests=tenfold["tests"][1:])),
        "claim tenfold: faster: is not allowed with about_ratio; allowed with: at_least_ratio, somewhere_ratio",
    ),
    "a misspelt backend": (
        with_change(put("backends", 1, value="sharable_list")),
        "claim tenfold: backends: there is no backend 'sharable_list'; allowed: arrow_ipc",
    ),
    "a misspelt operation": (
        with_change(put("readings", 0, "operations", value=["red_item"])),
        "claim tenfold: readings.0.operations: there is no operation 'red_item'; allowed: append, attach",
    ),
    "a misspelt payload": (
        with_change(put("readings", 0, "payload", value="atoms")),
        "claim tenfold: readings.0.payload: there is no payload 'atoms'; allowed: "
        "array, blob, items, mapping, small_items",
    ),
    "an id given twice": (
        with_change(lambda document, tenfold: document["claims"].append(tenfold)),
        "claim tenfold: id: is given twice; allowed: each id once",
    ),
    "a misspelt element": (
        with_change(
            lambda document, _: next(c for c in document["claims"] if "elements" in c).update(elements=["byte"])
        ),
        "claim shareablelist-10mb: elements: there is no element 'byte'; allowed: bytes, floats",
    ),
    "a margin that every change is within": (
        with_change(lambda document, _: claim(document, "manager-flat")["tests"][0].update(margin=1.0)),
        "claim manager-flat: tests.0.margin: 1.0 is not allowed; allowed for flat: a number above 1",
    ),
    "a span the wrong way round": (
        with_change(lambda document, _: document["span"].reverse()),
        "span: [",
    ),
    "a backend against itself": (
        with_change(put("causes", 0, "shown_by", 0, "ratio", value=["shared_memory", "shared_memory"])),
        "causes.0.shown_by.0.ratio: ['shared_memory', 'shared_memory'] is not allowed; allowed: each value once",
    ),
    "bounds that nothing meets": (
        with_change(lambda document, tenfold: tenfold["causes"][0]["shown_by"][0].update(at_least=9, at_most=3)),
        "claim tenfold: causes.0.shown_by.0.at_most: 3 is not allowed; allowed: more than at_least",
    ),
    "no bound": (
        with_change(
            lambda document, tenfold: [
                tenfold["causes"][0]["shown_by"][0].pop(key, 0) for key in ("at_least", "at_most")
            ]
        ),
        "claim tenfold: causes.0.shown_by.0: is without a bound; allowed: at_least, at_most, or both",
    ),
    "a ratio of nothing": (
        with_change(lambda document, tenfold: tenfold["causes"][0]["shown_by"][0].pop("ratio")),
        "claim tenfold: causes.0.shown_by.0: is no comparison; needed: ratio and size, or backend and sizes",
    ),
    "a ratio of two kinds": (
        with_change(put("causes", 0, "shown_by", 0, "sizes", value=[1024, 64])),
        "claim tenfold: causes.0.shown_by.0: is no comparison; needed: ratio and size, or backend and sizes",
    ),
    "a misspelt backend of two sizes": (
        with_change(
            lambda document, _: claim(document, "shm-grows")["causes"][0]["shown_by"][0].update(backend="narow_reads")
        ),
        "claim shm-grows: causes.0.shown_by.backend: there is no backend 'narow_reads'; allowed: arrow_ipc",
    ),
    "a cause without evidence": (
        with_change(lambda document, tenfold: tenfold["causes"].append({"text": "because"})),
        "is without evidence; needed: shown_by or limits",
    ),
    "one piece of advice for all": (
        with_change(
            lambda document, _: [
                c["advice"].update(large=c["advice"]["small"]) for c in document["claims"] if "advice" in c
            ]
        ),
        "advice.large: 'shareable_list' is not allowed; allowed: another backend than advice.small",
    ),
    "a blank quote": (
        with_change(put("quote", value=" ")),
        "claim tenfold: quote: ' ' is not allowed; allowed: a text that",
    ),
    "an id that is a path": (
        with_change(put("id", value="../tenfold")),
        "id: '../tenfold' is not allowed; allowed: The claim's name",
    ),
    "no tests": (with_change(drop("tests")), "claim tenfold: tests: is missing; a claim needs one test or more"),
    "a question that is decided": (
        with_change(put("kind", value="question")),
        "claim tenfold: backends: is not allowed for a question; allowed: causes, english, id, kind",
    ),
    "a question without its rivals": (
        with_change(lambda document, _: claim(document, "better-mechanism").pop("than")),
        "claim better-mechanism: than: is missing; a question needs",
    ),
    "a headline of too many conditions": (
        with_change(lambda document, tenfold: tenfold["headline"].extend(tenfold["headline"])),
        "claim tenfold: headline: ",
    ),
    "a headline without its operation": (
        with_change(drop("headline", 0, "operation")),
        "claim tenfold: headline.0.operation: is missing; at_least_ratio needs operation, payload",
    ),
    "a headline with a misspelt operation": (
        with_change(put("headline", 0, "operation", value="raed")),
        "claim tenfold: headline.0.operation: there is no operation 'raed'; allowed: append, attach",
    ),
    "a version in a headline": (
        with_change(put("headline", 0, "interpreters", value="3.13")),
        "claim tenfold: headline.0.interpreters: '3.13' is not allowed; allowed: newest, oldest",
    ),
    "a cause twice": (
        with_change(lambda document, tenfold: tenfold["causes"].append(tenfold["causes"][0])),
        "is not allowed; allowed: each value once",
    ),
    "limits of a claim that looks for none": (
        with_change(put("causes", 0, "limits", value=[{"element": "ints", "at_least": 1}])),
        "claim tenfold: causes.0.limits: is not allowed; allowed with: limit_of",
    ),
    "a bound that everything meets": (
        with_change(put("causes", 0, "shown_by", 0, "at_least", value=0)),
        "claim tenfold: causes.0.shown_by.0.at_least: 0 is not allowed; allowed: more than 0",
    ),
    "a question's cause with no bound": (
        with_change(
            lambda document, _: claim(document, "better-mechanism")["causes"][1]["shown_by"][0].pop("at_least")
        ),
        "claim better-mechanism: causes.1.shown_by.0: is without a bound",
    ),
    "a key that no test reads": (
        with_change(put("backend", value="manager_list")),
        "claim tenfold: backend: is not allowed with at_least_ratio, about_ratio; none of the claim's tests reads it",
    ),
    "words for a check that is none": (
        with_change(put("seen", value="nothing")),
        "claim tenfold: seen: is not allowed with at_least_ratio, about_ratio; none of the claim's tests reads it",
    ),
    "rivals of a ratio": (
        with_change(put("tests", 0, "among", value="all")),
        "claim tenfold: tests.0.among: is not allowed with at_least_ratio; allowed with: regret",
    ),
    "an id that no file can be named by": (
        with_change(put("id", value="x" * 61)),
        "is not allowed; allowed: at most 60 characters",
    ),
    "a rival in two lines": (
        with_change(put("versus", value="a\nManager")),
        "claim tenfold: versus: 'a\\nManager' is not allowed; allowed: one line that is not empty",
    ),
    "a misspelt check": (
        with_change(lambda document, _: document["claims"][0].update(checks="builtin")),
        "claim builtin-since-3.8: checks: there is no check 'builtin'; allowed: builtin-since-3.8, isolated",
    ),
}
