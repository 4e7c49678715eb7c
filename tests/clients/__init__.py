"""Tests of the reference clients of `desk.v1`, in Python and in JavaScript."""
