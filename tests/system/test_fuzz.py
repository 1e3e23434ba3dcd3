"""Files that somebody spoilt: each ends in one line or is taken for what it says, and none in a traceback.

Seeded. `make fuzz` tries 10,000 of each kind; the tests try as many as fit a minute.
"""

import copy
import os
import random
from pathlib import Path

import pytest
import yaml

from collect import safety_rules
from judge import claims
from measure.contract import discovery
from support import validation
from support.validation import BadInput
from sweep import configuration, plan

pytestmark = pytest.mark.slow

TRIES = int(os.environ.get("FUZZ", "300"))
SEED = 20261129
KNOWN = {kind: sorted(discovery.paths(folder)) for kind, folder in plan.KINDS.items()}
STRANGE = [None, True, 0, -1, 1.5, 10**400, "", " ", "all", "x" * 5000, "a\nb", "\x00"]
STRANGE += [[], {}, [[]], {"a": {"b": []}}, ["all", "all"]]


def check_configuration(path):
    configuration.check(validation.load_yaml(path), [path], KNOWN)


CHECKS = {
    "config/config.yaml": check_configuration,
    "config/claims.yaml": claims.check_names,
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
    return yaml.safe_dump(document, allow_unicode=True).encode()


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
def test_a_spoilt_file_is_one_line_or_sound(name, tmp_path):
    text, dice, path = Path(name).read_bytes(), random.Random(f"{SEED} {name}"), tmp_path / "spoilt.yaml"
    document, refused = yaml.safe_load(text), 0
    for _ in range(TRIES):
        path.write_bytes(with_other_value(document, dice) if dice.random() < 0.5 else with_other_bytes(text, dice))
        try:
            CHECKS[name](path)
        except BadInput as error:
            refused += 1
            assert "\n" not in str(error) and str(error).startswith(f"{path}: "), path.read_bytes()
    assert refused > TRIES / 3
