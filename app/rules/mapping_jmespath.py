"""JMESPath over a partner's JSON, within a budget: an expression that multiplies its input ends like any other."""

import warnings
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions, signature
from jmespath.visitor import Options, TreeInterpreter

from app.rules.budgets import Budget

MAX_EXPRESSION = 1000
# Characters of text that cost one step: they are copied and compared much faster than nodes are visited.
PER_STEP = 64
# What makes a value that was not there before. All others hand on a part of the payload or of such a value.
_MAKERS = frozenset(
    {"multi_select_list", "multi_select_dict", "flatten", "projection", "value_projection", "filter_projection",
     "slice", "function_expression"}
)  # fmt: skip


class ExpressionError(ValueError):
    """The expression cannot be read, or cannot be evaluated on this payload; its text is for people."""


@lru_cache(maxsize=1024)
def compiled(expression: str) -> Any:  # noqa: ANN401 - jmespath's own tree
    """The tree of an expression. Raises `ExpressionError`."""
    if len(expression) > MAX_EXPRESSION:
        raise ExpressionError(f"an expression has at most {MAX_EXPRESSION} characters")
    try:
        with warnings.catch_warnings():
            # What is no JSON between backquotes was once taken for a text.
            warnings.simplefilter("error", PendingDeprecationWarning)
            return jmespath.compile(expression).parsed
    except PendingDeprecationWarning as error:
        raise ExpressionError("what stands between backquotes is JSON; a text stands between single quotes") from error
    except RecursionError as error:
        raise ExpressionError("the expression is nested too deeply") from error
    except (JMESPathError, ValueError) as error:
        raise ExpressionError(f"not a JMESPath expression: {str(error).splitlines()[0][:200]}") from error


def search(expression: str, payload: Any, budget: Budget) -> Any:  # noqa: ANN401 - any JSON
    """What the expression finds in a payload; None for nothing. Raises `ExpressionError` and `OverBudgetError`."""
    try:
        return _Interpreter(budget).visit(compiled(expression), payload)
    except RecursionError as error:
        raise ExpressionError("the expression is nested too deeply") from error
    except (JMESPathError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
        # Some of Python's own errors come through: `sort_by` of what cannot be compared, `ceil` of infinity.
        raise ExpressionError(str(error).splitlines()[0][:200] if str(error) else "it cannot be evaluated") from error


class _Functions(Functions):
    """The functions of JMESPath; `join` is the one whose result can be larger than all of its arguments together."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    @signature({"types": ["string"]}, {"types": ["array-string"]})
    def _func_join(self, separator: str, texts: list[str]) -> str:
        self._budget.spend(len(separator) * len(texts) // PER_STEP)
        return separator.join(texts)


class _Interpreter(TreeInterpreter):
    """Every visited node costs a step, and every part of a value that is made here.

    A value's parts are counted as often as it holds them, also when they are one and the same object: `[@, @]` thirty
    times over is small in memory and without end for whoever walks it (`to_string`, `==`).
    """

    def __init__(self, budget: Budget) -> None:
        super().__init__(Options(custom_functions=_Functions(budget)))
        self._budget = budget

    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the library
        self._budget.spend()
        made = super().visit(node, *args, **kwargs)
        if node["type"] in _MAKERS:
            _pay_for(made, self._budget)
        elif node["type"] == "comparator":
            self._budget.spend(2)
        return made


def _pay_for(value: Any, budget: Budget) -> None:  # noqa: ANN401 - any JSON
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            budget.spend(1 + len(item) // PER_STEP)
        elif isinstance(item, list):
            budget.spend(1 + len(item))
            stack.extend(item)
        elif isinstance(item, dict):
            budget.spend(1 + len(item))
            stack.extend(item.values())
