"""Where a backend's workers are started: as processes, threads or interpreters."""

from __future__ import annotations

from measure.harness.pools import interpreter_context, thread_context
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.backend import Backend


def of(backend: Backend, context: Any) -> Any:
    """The context of the workers of `backend`; `context` is multiprocessing's, with the cell's start method."""
    if backend.threads:
        return thread_context.Context
    return interpreter_context.Context(context) if backend.interpreters else context
