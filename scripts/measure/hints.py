"""Names for hints: no process of a cell imports typing for them, which takes 4 ms, and each cell starts several."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Callable as Callable
    from typing import Sequence as Sequence
else:
    Any = Callable = Sequence = None  # hints aren't evaluated
