"""The configuration, checked: one line names the file, the key and what is allowed."""

import re
from pathlib import Path

import jsonschema
import yaml

SCHEMA = Path(__file__).parent.parent / "config" / "schema.yaml"
FIRST_STAGE = 10  # blocks whose width may foretell how many are needed
UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


class BadConfig(Exception):
    """One line for the person who wrote the configuration."""


def check(config, files, known):
    """Raise BadConfig unless `config` fits the schema and names backends that exist; `files`: where it came from.

    `known`: kind of a part of the plan -> the names that it may hold; those of `sweep` go everywhere else too.
    """
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(config))
    if error is not None:
        raise BadConfig(explain(error, files))
    if config["precision"] and config["blocks"] < FIRST_STAGE:
        raise BadConfig(
            f"{source(['blocks'], files)}: blocks: {config['blocks']} is not allowed with precision; allowed: "
            f"{FIRST_STAGE} or more"
        )
    if config["precision"] and config["precision"]["ceiling"] < config["blocks"]:
        keys = ["precision", "ceiling"]
        raise BadConfig(f"{source(keys, files)}: {dotted(keys)}: is below blocks; allowed: {config['blocks']} or more")
    for keys, names in named_backends(config):
        allowed = known.get(keys[0], known["sweep"])
        for name in names:
            if name not in allowed and name != "all":
                place = f"{source(keys, files)}: {dotted(keys)}: there is no backend {name!r}"
                raise BadConfig(f"{place}; allowed: all, {', '.join(allowed)}")


def named_backends(config):
    """(keys, names) of every place that names backends."""
    yield ["backends"], config["backends"]
    yield ["limits", "backends"], config["limits"]["backends"]
    yield ["safety", "backends"], config["safety"]["backends"]
    for kind in ("sweep", "transfer", "causes", "instrument"):
        for index, part in enumerate(config[kind]):
            if "backends" in part:
                yield [kind, index, "backends"], part["backends"]


def explain(error, files):
    """A validation error as one line."""
    keys = list(error.absolute_path)
    if error.validator == "additionalProperties":
        allowed = error.schema["properties"]
        unknown = [key for key in error.instance if key not in allowed]
        place = dotted(keys + unknown[:1])
        return f"{source(keys + unknown[:1], files)}: {place}: unknown key; allowed: {', '.join(sorted(allowed))}"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f"{source(keys, files)}: {dotted(keys + missing[:1])}: is missing"
    return f"{source(keys, files)}: {dotted(keys)}: {error.instance!r} is not allowed; allowed: {allowed_by(error)}"


def allowed_by(error):
    """What the failed rule allows, in words."""
    rule, value = error.validator, error.validator_value
    words = {
        "enum": lambda: ", ".join(map(str, value)),
        "const": lambda: str(value),
        "type": lambda: f"a value of type {value}",
        "minimum": lambda: f"{value} or more",
        "maximum": lambda: f"{value} or less",
        "exclusiveMinimum": lambda: f"more than {value}",
        "minItems": lambda: f"at least {value} of them",
        "minLength": lambda: "a text that is not empty",
        "uniqueItems": lambda: "each value once",
        "pattern": lambda: "a number of bytes, or a text like 64 KiB, 1 MiB",
        "oneOf": lambda: " or ".join(dict.fromkeys(allowed_by(part) for part in error.context)),
    }
    return words.get(rule, lambda: error.message)()


def dotted(keys):
    return ".".join(map(str, keys)) or "(the whole)"


def source(keys, files):
    """The last of `files` that has a value at `keys`: it overrides those before; else the command line's --config."""
    for file in reversed([Path(file) for file in files]):
        value = yaml.safe_load(file.read_text(encoding="utf-8"))
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                break
        else:
            return str(file)
    return "--config" if keys else str(files[-1])


def size_in_bytes(size):
    """1024 from 1024 or "1 KiB"."""
    if isinstance(size, int):
        return size
    number, unit = re.fullmatch(r"(\d+) ?(\w+)", size).groups()
    return int(number) * UNITS[unit]
