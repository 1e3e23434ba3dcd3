"""A process that owns the object of a backend."""

from measure import contract, watch


def main(path, *arguments):
    """`serve(*arguments)` of the backend in the file `path`; it ends with the cell."""
    watch.end_with_parent()
    contract.load(path).serve(*arguments)
