"""Schemas are read once, and nobody can spoil another's."""

from support import validation


def test_who_takes_a_schema_apart_takes_apart_his_own():
    validation.load_schema("claims").clear()
    assert validation.load_schema("claims")
