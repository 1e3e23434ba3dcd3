"""A number as verdicts.json has it."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

# What is no number, or is infinite, is written as null.
Number = Annotated[float, WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "null"}]})]
