"""YAML without its traps: what a person can't have meant is refused, with its line, instead of being read somehow."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path
from typing import Any

import yaml

LARGEST = 2**63 - 1
DEEPEST = 50  # levels: ours have ten
MOST_NODES = 100_000  # with each alias counted as what it stands for: ours have a thousand


class BadYaml(Exception):
    """Why a file is no YAML that is read here; the text is one line without the file's name."""


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader; refuses keys twice or that are no text, what is no number or no sign, and deep nesting."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadYaml(f"line {self.peek_event().start_mark.line + 1}: more than {DEEPEST} levels deep")
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: set[str] = set()
        for key, _ in node.value:
            line = f"line {key.start_mark.line + 1}"
            if key.tag == "tag:yaml.org,2002:merge":
                continue
            if key.tag != "tag:yaml.org,2002:str":
                raise BadYaml(f"{line}: the key {getattr(key, 'value', '')!r} is no text; put it in quotes")
            if key.value in seen:
                raise BadYaml(f"{line}: the key {key.value!r} is given twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_yaml_float(self, node: Any) -> float:
        number = float(super().construct_yaml_float(node))
        if not math.isfinite(number):
            raise BadYaml(f"line {node.start_mark.line + 1}: {node.value} is no finite number")
        return number

    def construct_yaml_int(self, node: Any) -> int:
        number = int(super().construct_yaml_int(node))
        if abs(number) > LARGEST:
            raise BadYaml(f"line {node.start_mark.line + 1}: a whole number of more than 63 bits")
        return number

    def construct_yaml_str(self, node: Any) -> str:
        text = str(super().construct_yaml_str(node))
        if strange := [sign for sign in text if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]:
            raise BadYaml(f"line {node.start_mark.line + 1}: a text with the control character {strange[0]!r}")
        return text


Loader.add_constructor("tag:yaml.org,2002:str", Loader.construct_yaml_str)
Loader.add_constructor("tag:yaml.org,2002:int", Loader.construct_yaml_int)
Loader.add_constructor("tag:yaml.org,2002:float", Loader.construct_yaml_float)


def load(path: str | Path) -> Any:
    """What a file says.

    Raises
    ------
    BadYaml
        when it is no UTF-8, no YAML, or holds what `Loader` refuses
    """
    try:
        text = Path(path).read_bytes().decode("utf-8")
        document = yaml.load(text, Loader)
    except UnicodeDecodeError as error:
        raise BadYaml(f"byte {error.start} is no UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date of month 13 is a ValueError
        raise BadYaml(" ".join(str(error).split())) from error
    count_nodes(document, 0, [])
    return document


def count_nodes(value: Any, count: int, inside: list[int]) -> int:
    """How many nodes there are; BadYaml for too many, or for one that holds itself."""
    if id(value) in inside:
        raise BadYaml("an alias stands for something that holds it")
    if count >= MOST_NODES:
        raise BadYaml(f"its aliases stand for more than {MOST_NODES} values")
    count += 1
    if isinstance(value, (dict, list)):
        inside.append(id(value))
        for part in value.values() if isinstance(value, dict) else value:
            count = count_nodes(part, count, inside)
        inside.pop()
    return count
