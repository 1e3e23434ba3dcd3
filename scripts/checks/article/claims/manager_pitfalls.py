"""What a Manager's user trips over; no claim of the article's."""

from checks.article.check import check
from checks.article.claims.manager_types import elsewhere, provide  # noqa: F401  (the runner asks for it)

CLAIM = ""


def change_inside(shared):
    shared[0].append(2)


def change_and_assign(shared):
    inner = shared[0]
    inner.append(2)
    shared[0] = inner


@check("a change to a list inside the list isn't seen until the inner one is assigned back")
def nested_list(manager):
    shared = manager.list([[1]])
    elsewhere(change_inside, shared)
    before = shared[0]
    elsewhere(change_and_assign, shared)
    return ([1], [1, 2]), (before, shared[0])


def change_key_inside(shared):
    shared["a"]["b"] = 2


def change_key_and_assign(shared):
    inner = shared["a"]
    inner["b"] = 2
    shared["a"] = inner


@check("nor is a change to a dict inside the dict")
def nested_dict(manager):
    shared = manager.dict(a={})
    elsewhere(change_key_inside, shared)
    before = shared["a"]
    elsewhere(change_key_and_assign, shared)
    return ({}, {"b": 2}), (before, shared["a"])


@check("the typecode of a Value is not enforced: it takes a text for an int")
def value_takes_anything(manager):
    shared = manager.Value("i", 1)
    shared.value = "text"
    return "text", shared.value
