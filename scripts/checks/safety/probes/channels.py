"""Asked of channels alone: what if an end is killed, has too much to send, or isn't alone?"""

import os
import time
from multiprocessing import resource_tracker

from checks.safety import leftovers
from checks.safety.channel_ends import live_and_close
from checks.safety.channel_subject import answer
from checks.safety.probe import Late, finding, finding_of_chance, probe
from checks.safety.probes.survivors import kill_all
from checks.safety.shared_subject import SECONDS

SIZE = 2**22  # bytes: more than a pipe or a socket takes at once
SMALLER = 2**18  # bytes, likewise, of many messages
TRIES = 3
COUNT = 10  # messages of each of two senders
PATIENCE = 3  # seconds, for an answer that may never come
PAUSE = 0.3  # seconds, in which a sender gets as far as it can
VAIN = "waited in vain"
QUEUE = "multiprocessing, Pipes and Queues: a process that is killed while it uses a Queue leaves corrupted data in it"
PIPE = "multiprocessing, Pipes and Queues: data may become corrupted if two processes use the same end at the same time"
LOCKED = "multiprocessing, Synchronization between processes: a Lock, which ensures that one at a time is at work"
TRACKER = "multiprocessing, Contexts and start methods: the resource tracker unlinks what a killed process leaked"
SIZES = "shm_open(3), ftruncate(2): a block keeps its size; pipe(7): a write that is larger than the room waits"


def is_whole(subject, found, values, share=1):
    """Is what the receiver got one of the messages of these values, from its first byte to its last?"""
    size = subject.payload.size * share
    return any(found == dict(size=size, values=[value]) for value in values)


def what_came(connection):
    """(what the receiver got or None, the same in words)"""
    try:
        found = answer(connection, PATIENCE)
    except Late:
        return None, VAIN
    except RuntimeError as error:
        return None, str(error)
    return found, "got {size} bytes, values {values}".format(**found)


def killed_while_it_sends(subject, share):
    """The same when the sender was killed after a share of the time that a message takes; 1: before any is read."""
    ends = subject.open()
    started = time.monotonic()
    ends.hand_over(1)
    seconds = time.monotonic() - started
    if share < 1:
        ends.receiver.send(("receive", 1))
    ends.sender.send(("send", 2, 1))
    time.sleep(seconds * share)
    ends.kill_sender()
    if share >= 1:
        ends.receiver.send(("receive", 1))
    return what_came(ends.receiver)


@probe(
    "sender killed",
    "Does a receiver ever take for a message what isn't one, because its sender was killed in the middle?",
    QUEUE,
    size=SIZE,
    channels=True,
)
def sender_killed(subject):
    came = [killed_while_it_sends(subject, (number + 1) / TRIES) for number in range(TRIES)]
    wrong = [words for found, words in came if found and not is_whole(subject, found, [2])]
    told = [words for found, words in came if not found]
    evidence = f"{TRIES - len(told)} times the receiver got a message, {told.count(VAIN)} times it {VAIN}"
    met = [words for words in told if words != VAIN]
    return finding_of_chance(len(wrong), TRIES, "; ".join([evidence, *wrong[:1]]), met)


@probe(
    "receiver killed",
    "Is the sender told by an exception that the receiver was killed, at the latest when it sends the next message?",
    "pipe(7), unix(7): EPIPE; sem_post(3) knows no receiver",
    size=SIZE,
    channels=True,
)
def receiver_killed(subject):
    ends = subject.open()
    ends.hand_over(1)
    ends.sender.send(("send", 2, 1))
    time.sleep(PAUSE)
    ends.kill_receiver()
    ends.sender.send(("send", 3, 1))
    try:
        for _ in range(2):
            answer(ends.sender, PATIENCE)
    except RuntimeError as error:
        return finding("yes", str(error))
    except Late:
        return finding("no", f"the sender {VAIN}")
    return finding("no", "two more messages were sent, and nobody was told")


@probe(
    "larger message",
    "Is a message handed over whole, or refused, that is three times as large as the channel was opened for?",
    SIZES,
    size=SIZE,
    channels=True,
)
def larger_message(subject):
    ends = subject.open()
    ends.hand_over(1)
    try:
        found = ends.hand_over(2, 3)
    except RuntimeError as error:
        return finding("refused", str(error))
    right = is_whole(subject, found, [2], 3)
    return finding("yes" if right else "no", "the receiver got {size} bytes, values {values}".format(**found))


@probe("left when killed", "Is anything left when both are killed at once?", TRACKER, size=SIZE, channels=True)
def channel_leak(subject):
    ends = subject.open()
    ends.hand_over(1)
    ends.sender.send(("send", 2, 1))
    time.sleep(PAUSE)
    kill_all()
    things = leftovers.settled()
    return finding("yes" if things else "no", leftovers.format_leftovers(things))


@probe(
    "left when closed",
    "Is anything left, files, segments or descriptors, when both have let go as they should?",
    TRACKER,
    size=SMALLER,
    channels=True,
)
def channel_closed(subject):
    here, there = subject.context.Pipe()
    process = subject.context.Process(target=live_and_close, args=(subject.spec, there))
    process.start()
    there.close()
    kept = answer(here, 20)
    process.join()
    os.close(resource_tracker.getfd())  # as this program's end would, and the tracker removes what it was told of
    things = leftovers.settled()
    words = f"{leftovers.format_leftovers(things)}; {kept} descriptors of each channel"
    return finding("yes" if things or kept > 0 else "no", words)


def two_at_once(subject, acknowledged):
    """What comes of messages that two processes send at the same time through the same end."""
    ends = subject.open(acknowledged)
    ends.receiver.send(("receive", 2 * COUNT))
    ends.sender.send(("send_two", COUNT))
    numbers, met = answer(ends.sender, 2 * SECONDS)
    came = [what_came(ends.receiver)]
    while came[-1][0] and len(came) < 2 * COUNT:
        came.append(what_came(ends.receiver))
    whole = [found["values"][0] for found, _ in came if found and is_whole(subject, found, [1, 2])]
    right = sum(min(whole.count(value), COUNT) for value in (1, 2))
    sent = sum(numbers)
    last = [] if came[-1][0] else [f"then the receiver {came[-1][1]}" if came[-1][1] == VAIN else came[-1][1]]
    evidence = f"{right} of {sent} messages came whole; {len(came) - len(last) - len(whole)} came mixed"
    return finding_of_chance(max(sent - right, 0), sent, evidence, met + last)


@probe(
    "two senders", "Is a message of two senders ever lost, or mixed with another?", PIPE, size=SMALLER, channels=True
)
def two_senders(subject):
    return two_at_once(subject, acknowledged=False)


@probe(
    "senders with lock",
    "Is one lost or mixed though each sender holds a lock until its message was taken?",
    LOCKED,
    size=SMALLER,
    channels=True,
)
def senders_locked(subject):
    return two_at_once(subject, acknowledged=True)
