"""claims.yaml, checked."""

from pathlib import Path

import yaml

from judge import causes
from measure.contract import backend, operations

TEST_KEYS = {"criterion", "margin", "why", "among", "also"}
CLAIM_KEYS = {"id", "quote", "english", "tests", "readings", "backend", "backends", "largest", "limit_of", "elements"}
CLAIM_KEYS |= {"advice", "checks", "faster", "than", "causes"}
# criterion -> keys of an entry, one of which it needs
NEEDS = {
    "grows": {"backend"},
    "flat": {"backend"},
    "at_least_ratio": {"backends", "faster"},
    "about_ratio": {"backends"},
    "somewhere_ratio": {"faster"},
    "regret": {"advice"},
    "better": {"than"},
    "limit": {"limit_of"},
    "works": {"checks"},
    "alike": {"backends"},
}


class BadClaims(Exception):
    """One line about claims.yaml: the key and what is allowed."""


def load(path):
    """claims.yaml, checked."""
    try:
        text = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadClaims(f"{path}: is no YAML: {' '.join(str(error).split())}") from error
    for claim in text["claims"]:
        name = claim.get("id", "?")
        known(path, f"{name}", claim, CLAIM_KEYS)
        for cause in claim.get("causes", []):
            known(path, f"{name}.causes", cause, causes.KEYS)
            for wanted in cause.get("shown_by", []):
                known(path, f"{name}.causes.shown_by", wanted, causes.EVIDENCE)
            for wanted in cause.get("limits", []):
                known(path, f"{name}.causes.limits", wanted, causes.BOUNDS)
        for test in claim["tests"]:
            known(path, f"{name}.tests", test, TEST_KEYS)
            allowed(path, f"{name}.tests.criterion", test["criterion"], NEEDS)
            if not NEEDS[test["criterion"]] & set(claim):
                needed = " or ".join(sorted(NEEDS[test["criterion"]]))
                raise BadClaims(f"{path}: {name}: {test['criterion']} needs the key {needed}")
        for reading in claim.get("readings", []):
            known(path, f"{name}.readings", reading, {"payload", "operations"})
            allowed(path, f"{name}.readings.payload", reading["payload"], backend.PAYLOADS)
            for operation in reading["operations"]:
                allowed(path, f"{name}.readings.operations", operation, operations.OPERATIONS)
    return text


def known(path, place, entry, keys):
    for key in entry:
        allowed(path, place, key, keys)


def allowed(path, place, value, values):
    if value not in values:
        raise BadClaims(f"{path}: {place}: {value!r} is not known; allowed: {', '.join(sorted(values))}")
