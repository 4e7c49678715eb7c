"""The description as it is written to a file, and what is different between two of them, in words."""

import orjson

from tests import checks
from tests.api.operations import described_operations


def written() -> bytes:
    """What `otklik openapi` prints."""
    described_operations()
    return orjson.dumps(checks.document(), option=orjson.OPT_INDENT_2) + b"\n"
