"""Bytecode is kept while tests run: every process that one of them starts would compile the whole desk again."""

import os
import sys


def keep() -> None:
    """Write it, here and in processes of ours, though the environment says not to; Git ignores it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
