"""What Schemathesis is to look at besides its own checks."""

from typing import Any, get_args

import schemathesis
from pydantic_core.core_schema import ErrorType

# Rules over several fields say `value_error` or a word of their own: JSON Schema has none for them.
FORM = {*get_args(ErrorType), "number_type"} - {"value_error", "assertion_error"}


@schemathesis.check
def honest_schemas(_ctx: Any, response: schemathesis.Response, case: schemathesis.Case[Any]) -> None:
    """What fits the schema is not refused for its form: a client that was made from the description must not fail."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    problem = response.json()
    if problem["code"] != "invalid":
        return
    form = [each for each in problem.get("errors", []) if each.get("code") in FORM]
    assert not form, f"the schema lets through what the desk does not: {form}"
