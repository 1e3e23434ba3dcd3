"""A YAML file's mistakes, one line each: the file, the key and what is allowed."""

from pathlib import Path

import yaml


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
