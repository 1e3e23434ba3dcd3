"""The control of the first listing: a plain list in the Manager's place."""

from checks.article.check import check
from checks.article.claims.listings import filled

CLAIM = "isolated-by-default"
CHANGES = ("the first listing's check", "a plain list in the Manager's place")


@check("the parent's plain list stays empty")
def plain_list_stays_empty():
    return [], filled([])
