"""What may be changed in a YAML file and is taken all the same: ten kinds at most, each with its reason."""

import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass

GONE = "(no such key or entry)"


@dataclass(frozen=True)
class Change:
    """A value at some keys of a document, before and after; GONE where there is none."""

    keys: tuple
    before: object
    after: object

    @property
    def names(self):
        """The keys without the places in lists."""
        return [key for key in self.keys if isinstance(key, str)]

    @property
    def is_reordered(self):
        """Whether a list whose order decides nothing has the same entries in another one."""
        decides = self.names[0] in CLAIMS and self.names[-1] in FIRST_COUNTS
        lists = isinstance(self.before, list) and isinstance(self.after, list)
        return lists and not decides and same(self.before, self.after)

    @property
    def is_replaced(self):
        """Whether a value stands in the place of another one."""
        return GONE not in (self.before, self.after) and not self.is_reordered

    @property
    def of_an_entry(self):
        """Whether a list has an entry more or less."""
        return isinstance(self.keys[-1], int) and GONE in (self.before, self.after)

    @property
    def of_a_key(self):
        """Whether a mapping has a key more or less."""
        return isinstance(self.keys[-1], str) and GONE in (self.before, self.after)


@dataclass(frozen=True)
class Kind:
    """Changes that no reader of the file can take for a mistake, and why; `example`: file, text, other text."""

    name: str
    reason: str
    has: Callable[[Change], bool]
    example: tuple[str, str, str]


WORDS = {"why", "quote", "english", "seen", "text", "reason", "versus"}
DECIDES = {"span", "tests", "criterion", "margin", "among", "border", "largest", "at_least", "at_most"}
READS = {"backend", "backends", "operation", "operations", "payload", "size", "sizes", "processes", "interpreters"}
READS |= {"ratio", "quantity", "against", "faster", "blob", "items", "limit_of", "elements", "element", "than"}
READS |= {"small", "large"}
FIRST_COUNTS = {"tests", "ratio", "backends", "sizes"}  # in claims: the first test decides, the first time is divided
OPTIONAL = {"readings", "backends", "affinity", "try_first", "interpreters", "sizes", "processes", "size", "quantity"}
OPTIONAL |= {"at_least", "at_most", "headline", "causes", "shown_by", "limits", "seen", "versus", "kind"}
OPTIONAL |= {"blob", "items"}
CLAIMS, SAFETY = {"span", "readings", "claims"}, {"always", "probes"}


def same(one, other):
    return sorted(map(canonical, one)) == sorted(map(canonical, other))


KINDS = [
    Kind(
        "wording",
        "a sentence or a label, which the report prints as it stands: a program can't tell whether it is true",
        lambda change: change.is_replaced and change.names[-1] in WORDS and isinstance(change.after, str),
        ("config/claims/article.yaml", "both are built into Python", "both come with Python"),
    ),
    Kind(
        "another setting",
        "another experiment, which the file is there to choose; plan.csv and run.json say which one was made",
        lambda change: change.is_replaced and change.names[0] not in CLAIMS | SAFETY and change.names[-1] not in WORDS,
        ("config/config.yaml", "blocks: 7", "blocks: 8"),
    ),
    Kind(
        "another test",
        "how a claim is decided is declared here and nowhere else; the report prints it, the archive keeps the file",
        lambda change: change.is_replaced and change.names[0] in CLAIMS and change.names[-1] in DECIDES,
        ("config/claims/article.yaml", "margin: 10\n", "margin: 11\n"),
    ),
    Kind(
        "another reading",
        "what a claim is read by is declared here and nowhere else; each reading of the report names its conditions",
        lambda change: change.is_replaced and change.names[0] in CLAIMS and change.names[-1] in READS,
        ("config/claims/article.yaml", "limit_of: shareable_list", "limit_of: shared_memory"),
    ),
    Kind(
        "another name of a claim",
        "a claim that no check names is called what the file calls it; the report's links go by the same name",
        lambda change: change.is_replaced and change.names[0] in CLAIMS and change.names[-1] in {"id"},
        ("config/claims/article.yaml", "id: tenfold", "id: ten-times"),
    ),
    Kind(
        "another rule of the safety matrix",
        "which answer is unsafe is said here and nowhere else; the matrix prints it, with its why, for each probe",
        lambda change: change.names[0] in SAFETY and change.names[-1] in {"unsafe", "reason"},
        ("config/safety.yaml", 'unsafe: ["yes"]\n    reason: torn items\n', 'unsafe: ["no"]\n    reason: torn items\n'),
    ),
    Kind(
        "another order of a list",
        "the order of what is shown, or of what is drawn at random anyway",
        lambda change: change.is_reordered,
        ("config/config.yaml", "elements: [bytes, two_bytes, str_ascii", "elements: [two_bytes, bytes, str_ascii"),
    ),
    Kind(
        "more or fewer entries of a list",
        "nothing says how many there have to be; what isn't listed is neither measured nor shown",
        lambda change: change.of_an_entry,
        ("config/config.yaml", "processes: [2, 4]", "processes: [2]"),
    ),
    Kind(
        "an optional key",
        "without it nothing is said of it, or the default holds that config/README.md has",
        lambda change: change.of_a_key and change.names[-1] in OPTIONAL,
        ("config/config.yaml", "    backends: [shared_memory_manager]\n", ""),
    ),
]
SAME = Kind(
    "nothing said otherwise",
    "a comment, quotes, the layout, the order of keys, or another way to write the same",
    lambda change: False,
    ("config/safety.yaml", "# Which answer", "# What answer"),
)


def canonical(value):
    return json.dumps(value, sort_keys=True)


def changes(before, after, keys=()):
    """What differs between two documents: a value, a key, an entry of a list, or a list's order."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from changes(before.get(key, GONE), after.get(key, GONE), (*keys, key))
    elif isinstance(before, list) and isinstance(after, list) and not same(before, after):
        yield from entry_changes(before, after, keys)
    elif canonical(before) != canonical(after):
        yield Change(keys, before, after)


def entry_changes(before, after, keys):
    """What differs between two lists: entries that stand in the same place are compared with each other."""
    matcher = difflib.SequenceMatcher(a=list(map(canonical, before)), b=list(map(canonical, after)), autojunk=False)
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        if what != "equal":
            for place in range(max(end - start, other_end - other_start)):
                one = before[start + place] if start + place < end else GONE
                other = after[other_start + place] if other_start + place < other_end else GONE
                yield from changes(one, other, (*keys, start + place))


def kinds(before, after):
    """The names of the kinds that two documents' differences are of; None for what is of none."""
    found = [next((kind.name for kind in KINDS if kind.has(change)), None) for change in changes(before, after)]
    return set(found) or {SAME.name}
