"""A YAML file's mistakes, one line each: the file, the key and what is allowed."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema

from support import strict_yaml

SCHEMAS = Path(__file__).parents[2] / "config" / "schemas"
NOT_BLANK = {r"\S": "a text that is not empty", r"^.*\S.*(?![\s\S])": "one line that is not empty"}
LONGEST = 200  # characters of a wrong value that a message quotes
Keys = Sequence[str | int]


class BadInput(Exception):
    """One line for the person who wrote the file."""


def load_yaml(path: str | Path) -> Any:
    """What a YAML file says; BadInput when it is no YAML, or holds what no person can have meant."""
    try:
        return strict_yaml.load(path)
    except OSError as error:
        raise BadInput(f"{path}: can't be read: {error.strerror}") from error
    except strict_yaml.BadYaml as error:
        raise BadInput(f"{path}: is no YAML that is read here: {error}") from error


def load_schema(name: str) -> dict[str, Any]:
    """The schema of one kind of file: config, claims, safety or workloads. The caller may take it apart."""
    return copy.deepcopy(parsed_schema(name))


@functools.cache
def parsed_schema(name: str) -> dict[str, Any]:
    """The schema, read once: whoever changes it changes everybody's."""
    return dict(load_yaml(SCHEMAS / f"{name}.schema.yaml"))


def check(
    document: Any, schema: dict[str, Any], file_of: Callable[[Keys], str], place_of: Callable[[Keys], str] | None = None
) -> None:
    """BadInput with the document's worst mistake, if it has any.

    `file_of` names the file that has the value at some keys, `place_of` the place in it: as dotted keys by default.
    """
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(document))
    if error is not None:
        raise BadInput(explain(error, file_of, place_of or dotted))


def explain(error: Any, file_of: Callable[[Keys], str], place_of: Callable[[Keys], str]) -> str:
    """A validation error as one line."""
    keys = list(error.absolute_path)
    if error.validator == "additionalProperties" and error.validator_value is False:
        allowed = error.schema["properties"]
        unknown = [*keys, next(key for key in error.instance if key not in allowed)]
        return f"{file_of(unknown)}: {place_of(unknown)}: unknown key; allowed: {', '.join(sorted(allowed))}"
    if error.validator == "required":
        missing = next(key for key in error.validator_value if key not in error.instance)
        needed = ", ".join(error.validator_value)
        return f"{file_of(keys)}: {place_of([*keys, missing])}: is missing; needed: {needed}"
    return (
        f"{file_of(keys)}: {place_of(keys)}: {shortened(error.instance)} is not allowed; allowed: {allowed_by(error)}"
    )


def shortened(value: Any) -> str:
    """A value as a person wrote it, or how it begins."""
    text = repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def allowed_by(error: Any) -> str:
    """What the failed rule allows, in words."""
    rule, value = error.validator, error.validator_value
    words: dict[str, Callable[[], str]] = {
        "enum": lambda: ", ".join(map(str, value)),
        "const": lambda: str(value),
        "type": lambda: f"a value of type {value}",
        "minimum": lambda: f"{value} or more",
        "maximum": lambda: f"{value} or less",
        "exclusiveMinimum": lambda: f"more than {value}",
        "minItems": lambda: f"at least {value} of them",
        "maxItems": lambda: f"at most {value} of them",
        "minProperties": lambda: f"at least {value} of them",
        "maxLength": lambda: f"at most {value} characters",
        "uniqueItems": lambda: "each value once",
        "pattern": lambda: NOT_BLANK.get(value) or error.schema.get("description", f"what matches {value}"),
        **dict.fromkeys(("oneOf", "anyOf"), lambda: " or ".join(dict.fromkeys(map(allowed_by, error.context)))),
    }
    return words.get(rule, lambda: str(error.message))()


def dotted(keys: Keys) -> str:
    """timing.window_seconds."""
    return ".".join(map(str, keys)) or "(the whole)"


def source(keys: Keys, files: Sequence[str | Path]) -> str:
    """The last of `files` that has a value at `keys`: it overrides those before; else the command line's --config."""
    for file in reversed(files):
        value = load_yaml(file)
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                break
        else:
            return str(file)
    return "--config" if keys else str(files[-1])
