"""Raw files of good cells, to be spoilt by a test."""

from measure.record import writer


def rows(backend="shared_memory", processes=1, block=0, seconds=1e-6, batches=3):
    """The rows of one good cell."""
    shared = dict(
        cell=f"{block}/3.12/{backend}/items-1024-{processes}",
        digest="abc",
        node="n",
        kind="k",
        placement="none",
        interpreter="3.12",
        backend=backend,
        payload="items",
        size_bytes=1024,
        processes=processes,
        servers=0,
        oversubscribed=False,
        block=block,
        wall_started=1000.0 + block * 10,
    )
    found = [dict(shared, operation="read_item", phase="warmup", worker=0, loops=10, seconds_per_operation=seconds)]
    for worker in range(processes):
        for batch in range(batches):
            start = (batch * 10 + worker) * 1000
            found.append(
                dict(
                    shared,
                    operation="read_item",
                    phase="sample",
                    line="value = view[i]",
                    worker=worker,
                    batch=batch,
                    loops=10,
                    seconds_per_operation=seconds,
                    started_ns=start,
                    ended_ns=start + int(seconds * 1e10),
                    check="ok",
                )
            )
    end = dict(shared, operation="cell", phase="cell", seconds_per_operation=5.0, wall_ended=1005.0 + block * 10)
    return [*found, end]


def write(folder, found, name=None):
    """A file of these rows, the last of which tells of the others."""
    path = folder / f"{name or found[0]['cell']}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    written = writer.Writer(path)
    for row in found[:-1]:
        written.row(**row)
    written.close(**found[-1])
    return path
