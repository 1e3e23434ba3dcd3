"""Do values of other types come back as they were?"""

from checks.safety.probe import finding, probe
from checks.safety.shared_subject import try_to

# Characters of one to four bytes in UTF-8; so many of them that characters, or bytes, end around a multiple of 8, to
# which ShareableList pads; and texts that end in NULs, with which it pads.
CHARACTERS = ("a", "é", "変", "\U0001f600")
LENGTHS = (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25)
GROUPS = [*([one * length for length in LENGTHS] for one in CHARACTERS), ["a" * length + "\0" for length in LENGTHS]]
# Bytes have NULs inside and at the end; there is no NaN, since it equals nothing, not even itself.
OTHERS = [None, True, False, 0.5, -1e300, float("inf"), b"", b"\0", b"a\0b", b"ab\0\0", b"\0" * 8]


def neighbours(step):
    """The texts of GROUPS, each replaced by the one that stands `step` further in its group."""
    return [group[min(max(place + step, 0), len(group) - 1)] for group in GROUPS for place in range(len(group))]


def read_all(here, count):
    return [try_to(here.read, place) for place in range(count)]


class Tally:
    """What became of values: how many came back as they were, and the first of those that didn't, in words."""

    def __init__(self):
        self.kept, self.changed, self.refused = 0, [], []

    def refuse(self, how, values, why):
        self.refused += [f"{how} {value!r}: {why}" for value in values]

    def compare(self, how, values, answers):
        """`answers`: what another process found instead of each, (True, value) or (False, exception)."""
        for value, (good, seen) in zip(values, answers):
            # What is equal does no harm: True comes back as 1 from an array of ints, and 0 is False. What was taken in
            # silence and can't be read any more is lost, as if it had come back wrong.
            if good and seen == value:
                self.kept += 1
            else:
                self.changed.append(f"{how} {value!r}, read {seen!r}" if good else f"{how} {value!r}, reading: {seen}")

    def finding(self):
        tried = self.kept + len(self.changed) + len(self.refused)
        evidence = f"of {tried} values {self.kept} came back, {len(self.changed)} changed, {len(self.refused)} refused"
        answer = "no" if self.changed else "refused" if self.refused else "yes"
        return finding(answer, "; ".join([evidence, *self.changed[:1], *self.refused[:1]]))


def kept(subject, first, *later):
    """Share values, one an item, then write others over them, all of which another process reads."""
    tally, count = Tally(), min(len(first), subject.payload.length)
    taken, why = try_to(subject.open, first[:count])
    if taken:
        tally.compare("shared", first, subject.ask(read_all, count))
    else:
        tally.refuse("sharing", first[:count], why)
        subject.open()  # values that it takes, to be written over
    here = subject.here()
    for values in later if here.offers("write_item") else ():
        written = [try_to(here.write, place, value) for place, value in enumerate(values[:count])]
        answers = subject.ask(read_all, count)
        there = [place for place, (good, _) in enumerate(written) if good]
        tally.compare("wrote", [values[place] for place in there], [answers[place] for place in there])
        for value, (good, why) in zip(values, written):
            if not good:
                tally.refuse("writing", [value], why)
    return tally.finding()


@probe(
    "texts kept",
    "Do texts come back as they were, of characters of one to four bytes, over longer and over shorter ones?",
    "multiprocessing.shared_memory, ShareableList: str of less than 10M bytes each; "
    "python/cpython#96779: ShareableList removes trailing zeroes from strings and bytes",
    ("read_item",),
    private=False,
)
def texts(subject):
    return kept(subject, neighbours(0), neighbours(1), neighbours(-1))


@probe(
    "other types kept",
    "Do None, bools, floats and bytes with NULs come back as they were, shared together and written over each other?",
    "multiprocessing.shared_memory, ShareableList: int, float, bool, str, bytes and None; array: values of one type",
    ("read_item",),
    private=False,
)
def other_types(subject):
    return kept(subject, OTHERS, OTHERS[1:] + OTHERS[:1], OTHERS[-1:] + OTHERS[:-1])
