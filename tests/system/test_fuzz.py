"""Files that somebody spoilt: each ends in one line, or what changed is of a declared kind; none in a traceback.

Seeded. `make fuzz` tries 10,000 of each kind; the tests try as many as fit a minute.
"""

import copy
import json
import os
import random
import shutil
from pathlib import Path

import pytest
import yaml

from archive import sound
from collect import raw_schema, safety_rules, side_tables
from judge import claims
from maintain import splice_docs
from measure.contract import discovery
from support import validation
from support.validation import BadInput
from sweep import configuration, plan
from tests.collect import raw_files, test_side_tables
from tests.system import fuzz_kinds

pytestmark = pytest.mark.slow

TRIES = int(os.environ.get("FUZZ", "300"))
SEED = 20261129
KNOWN = {kind: sorted(discovery.paths(folder)) for kind, folder in plan.KINDS.items()}
ALL_KINDS = [fuzz_kinds.SAME, *fuzz_kinds.KINDS]
STRANGE = [None, True, 0, -1, 1.5, 10**400, "", " ", "all", "x" * 5000, "a\nb", "\x00"]
STRANGE += [[], {}, [[]], {"a": {"b": []}}, ["all", "all"]]


def check_configuration(path):
    configuration.check(validation.load_yaml(path), [path], KNOWN)


CHECKS = {
    "config/config.yaml": check_configuration,
    "config/claims/article.yaml": claims.check_names,
    "config/safety.yaml": safety_rules.load,
}


def places(value, keys=()):
    """The keys of every value in a document."""
    yield keys
    if isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*keys, key))


def with_other_value(document, random):
    """The document with one value replaced, removed, doubled, or put elsewhere."""
    document = copy.deepcopy(document)
    keys = random.choice([keys for keys in places(document) if keys])
    place = document
    for key in keys[:-1]:
        place = place[key]
    last, how = keys[-1], random.randrange(4)
    if how == 0:
        place[last] = random.choice(STRANGE)
    elif how == 1:
        del place[last]
    elif how == 2 and isinstance(place, list):
        place.append(place[last])
    else:
        other = document
        for key in random.choice(list(places(document))):
            other = other[key]
        place[last] = copy.deepcopy(other)
    return yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True).encode()


def with_other_bytes(text, random):
    """The text with a few bytes changed, or a line removed, doubled or moved."""
    how = random.randrange(4)
    if how == 0:
        data = bytearray(text)
        for _ in range(random.randint(1, 5)):
            data[random.randrange(len(data))] = random.randrange(256)
        return bytes(data)
    lines = text.split(b"\n")
    place = random.randrange(len(lines))
    if how == 1:
        del lines[place]
    elif how == 2:
        lines.insert(place, lines[place])
    else:
        lines.insert(random.randrange(len(lines)), lines.pop(place))
    return b"\n".join(lines)


@pytest.mark.parametrize("name", CHECKS)
def test_a_spoilt_file_is_one_line_or_of_a_declared_kind(name, tmp_path):
    text, dice, path = Path(name).read_bytes(), random.Random(f"{SEED} {name}"), tmp_path / "spoilt.yaml"
    document, refused = yaml.load(text, yaml.CSafeLoader), 0
    for _ in range(TRIES):
        path.write_bytes(with_other_value(document, dice) if dice.random() < 0.5 else with_other_bytes(text, dice))
        try:
            CHECKS[name](path)
        except BadInput as error:
            refused += 1
            assert "\n" not in str(error) and str(error).startswith(f"{path}: "), path.read_bytes()
        else:
            changed = validation.load_yaml(path)
            assert None not in fuzz_kinds.kinds(document, changed), list(fuzz_kinds.changes(document, changed))
    assert refused > TRIES / 3


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
def test_each_declared_kind_is_met_and_taken(kind, tmp_path):
    name, text, other = kind.example
    original, path = Path(name).read_text(encoding="utf-8"), tmp_path / "changed.yaml"
    assert text in original
    path.write_text(original.replace(text, other, 1), encoding="utf-8")
    CHECKS[name](path)
    assert fuzz_kinds.kinds(validation.load_yaml(name), validation.load_yaml(path)) == {kind.name}


def test_at_most_ten_kinds_are_declared_and_the_docs_have_each():
    assert len({kind.name for kind in ALL_KINDS}) == len(ALL_KINDS) <= 10
    text = " ".join(Path("docs/faults.md").read_text(encoding="utf-8").split())
    assert [kind.name for kind in ALL_KINDS if f"- **{kind.name}**: {kind.reason}" not in text] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda claims: claims["claims"][0].update(checks="manager-types"),
        lambda claims: claims["claims"][0].update(colour="red"),
        lambda claims: claims["claims"][0].pop("tests"),
        lambda claims: claims.update(claims={}),
        lambda claims: claims["claims"][0].update(english=7),
    ],
)
def test_what_is_of_no_declared_kind_is_told(change):
    document = yaml.safe_load(Path("config/claims/article.yaml").read_text(encoding="utf-8"))
    changed = copy.deepcopy(document)
    change(changed)
    assert fuzz_kinds.kinds(document, changed) == {None}


@pytest.mark.parametrize(
    ("key", "kind"),
    [("tests", "another test"), ("backends", "another reading"), ("causes", "another order of a list")],
)
def test_an_order_that_decides_is_more_than_an_order(key, kind):
    document = yaml.safe_load(Path("config/claims/article.yaml").read_text(encoding="utf-8"))
    changed = copy.deepcopy(document)
    place = next(claim for claim in changed["claims"] if claim["id"] == "tenfold")
    place[key].reverse()
    assert fuzz_kinds.kinds(document, changed) == {kind}


def raw_cell(folder):
    return raw_files.write(folder, raw_files.rows(processes=2))


def searches(folder):
    return test_side_tables.limits_file(folder, test_side_tables.LIMIT, test_side_tables.LIMIT | {"element": "ints"})


def checks(folder):
    rows = [test_side_tables.CHECK, test_side_tables.CHECK | {"check": "other", "ok": "no"}]
    return test_side_tables.json_file(folder, *rows, name="3.13.jsonl")


def probes(folder):
    return test_side_tables.json_file(folder, test_side_tables.PROBE, name="3.13/memfd.jsonl")


def frame_of(path):
    return raw_schema.read([path]).to_csv()


DATA = {
    "raw cell": (raw_cell, frame_of),
    "searches": (searches, lambda path: side_tables.limits([path]).to_csv()),
    "checks": (checks, lambda path: side_tables.works([path])),
    "probes": (probes, lambda path: side_tables.safety([path])),
}


@pytest.mark.parametrize("name", DATA)
def test_no_spoilt_row_is_counted(name, tmp_path):
    """Whatever is changed in a file of data is refused with its name, or reads as it did before."""
    make, read = DATA[name]
    path, dice = make(tmp_path), random.Random(f"{SEED} {name}")
    text, known = path.read_bytes(), read(path)
    for _ in range(TRIES):
        changed = with_other_bytes(text, dice)
        path.write_bytes(changed)
        try:
            assert read(path) == known, changed
        except raw_schema.BadData as error:
            assert str(path) in str(error)


def test_no_spoilt_archive_is_sound(tmp_path):
    copy, dice = shutil.copytree(splice_docs.newest_archive().parent, tmp_path / "copy"), random.Random(SEED)
    for _ in range(min(TRIES, 300)):
        path = dice.choice(sorted(copy.iterdir()))
        text = path.read_bytes()
        changed = with_other_bytes(text, dice)
        path.write_bytes(changed)
        try:
            sound.check(copy)
            reordered = path.name == sound.CHECKSUMS and json.loads(changed) == json.loads(text)
            assert changed == text or reordered, path
        except sound.Unsound as error:
            assert str(copy) in str(error) and "\n" not in str(error)
        path.write_bytes(text)
