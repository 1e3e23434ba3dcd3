"""The configuration, checked: one line names the file, the key and what is allowed."""

from pathlib import Path

import jsonschema
import yaml

from support import validation

SCHEMA = Path(__file__).parents[2] / "config" / "schemas" / "config.schema.yaml"
FIRST_STAGE = 10  # blocks whose width may foretell how many are needed


class BadConfig(Exception):
    """One line for the person who wrote the configuration."""


def check(config, files, known):
    """Raise BadConfig unless `config` fits the schema and names backends that exist; `files`: where it came from.

    `known`: kind of a part of the plan -> the names that it may hold; those of `sweep` go everywhere else too.
    """
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(config))
    if error is not None:
        raise BadConfig(validation.explain(error, files))
    if config["precision"] and config["blocks"] < FIRST_STAGE:
        place = f"{validation.source(['blocks'], files)}: blocks: {config['blocks']}"
        raise BadConfig(f"{place} is not allowed with precision; allowed: {FIRST_STAGE} or more")
    if config["precision"] and config["precision"]["ceiling"] < config["blocks"]:
        keys = ["precision", "ceiling"]
        place = f"{validation.source(keys, files)}: {validation.dotted(keys)}"
        raise BadConfig(f"{place}: is below blocks; allowed: {config['blocks']} or more")
    for keys, names in named_backends(config):
        allowed = known.get(keys[0], known["sweep"])
        for name in names:
            if name not in allowed and name != "all":
                place = f"{validation.source(keys, files)}: {validation.dotted(keys)}: there is no backend {name!r}"
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
