"""A file that no person can have meant is refused with one line; all of ours are read as PyYAML reads them."""

from pathlib import Path

import pytest
import yaml

from support import strict_yaml, validation

FOLDERS = {"config": "**/*.yaml", "profiles": "**/*.yaml", "results/published": "*/claims.yaml"}
OURS = sorted(path for folder, pattern in FOLDERS.items() for path in Path(folder).glob(pattern))
REFUSED = {
    "a key twice": (b"a: 1\nb:\n  c: 2\n  c: 3\n", "line 4: the key 'c' is given twice"),
    "a key that is a number": (b"a:\n  1: 2\n", "line 2: the key '1' is no text"),
    "a key that is a list": (b"? [a]\n: 1\n", "line 1: the key"),
    "yes as a key": (b"yes: 1\n", "line 1: the key 'yes' is no text"),
    "no number": (b"a: .nan\n", "line 1: .nan is no finite number"),
    "infinity": (b"a: -.inf\n", "line 1: -.inf is no finite number"),
    "too large for a float": (b"a: 1.0e+999\n", "line 1: 1.0e+999 is no finite number"),
    "too large for a machine": (b"a: 9223372036854775808\n", "line 1: a whole number of more than 63 bits"),
    "a control character": (b'a: "x\\0"\n', "line 1: a text with the control character '\\x00'"),
    "a control character in a key": (b'a:\n  "x\\e": 1\n', "line 2: a text with the control character '\\x1b'"),
    "Latin-1": ("a: é\n".encode("latin-1"), "byte 3 is no UTF-8"),
    "UTF-16": ("a: 1\n".encode("utf-16"), "byte 0 is no UTF-8"),
    "2,000 levels": (b"[" * 2000 + b"]" * 2000, "more than 50 levels deep"),
    "2,000 levels of mappings": (b"".join(b" " * level + b"a:\n" for level in range(2000)), "more than 50 levels deep"),
    "a list that holds itself": (b"a: &a [*a]\n", "an alias stands for something that holds it"),
    "aliases that multiply": (
        "a0: &a0 [1]\n" + "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(6)),
        "its aliases stand for more than",
    ),
    "a month 13": (b"a: 2020-13-01\n", "month must be in 1..12"),
    "two documents": (b"a: 1\n---\na: 2\n", "expected a single document"),
    "a Python object": (b"a: !!python/object/apply:os.getcwd []\n", "could not determine a constructor"),
    "no end": (b"a: [\n", "expected the node content"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_refused_with_one_line(tmp_path, text, words):
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(validation.BadInput) as caught:
        validation.load_yaml(path)
    line = str(caught.value)
    assert line.startswith(f"{path}: is no YAML that is read here: ")
    assert words in line and "\n" not in line


@pytest.mark.parametrize("path", OURS, ids=str)
def test_ours_are_read_as_they_always_were(path):
    assert strict_yaml.load(path) == yaml.safe_load(path.read_text(encoding="utf-8"))


def test_a_merged_mapping_may_be_overridden(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_text("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", encoding="utf-8")
    assert strict_yaml.load(path)["b"] == {"x": 1, "y": 3}


def test_a_file_that_is_missing_is_one_line(tmp_path):
    with pytest.raises(validation.BadInput, match="none.yaml: can't be read: No such file"):
        validation.load_yaml(tmp_path / "none.yaml")
