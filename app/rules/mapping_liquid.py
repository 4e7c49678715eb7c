"""Liquid templates over a partner's JSON: a language cut down to what makes text, within a budget."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from liquid import Environment
from liquid.ast import Node
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.context import RenderContext
from liquid.exceptions import LiquidError
from liquid.expression import Expression
from liquid.template import BoundTemplate

from app.rules.budgets import Budget

MAX_TEMPLATE = 2000
MAX_OUTPUT = 65_536
MAX_TEXT = 65_536
MAX_ITEMS = 5000
MAX_LOOPS = 1000
# A node is more work than one of an expression.
PER_NODE = 2
# Characters and items that cost a filter one step.
PER_STEP = 256
_TAGS = frozenset({"assign", "capture", "case", "comment", "for", "break", "continue", "if", "unless", "echo"})
# The library keeps its text, its output and its errors beside the tags.
_INNER = frozenset({"content", "literal", "output", "illegal", "raw"})
# No arithmetic (numbers without end), no dates (they ask the clock), nothing that takes the square of its input.
_FILTERS = (
    "append", "capitalize", "compact", "concat", "default", "downcase", "first", "join", "last", "lstrip", "map",
    "prepend", "remove", "remove_first", "replace", "replace_first", "reverse", "rstrip", "size", "slice", "split",
    "strip", "strip_newlines", "truncate", "truncatewords", "upcase", "where", "squish",
)  # fmt: skip


class TemplateError(ValueError):
    """The template cannot be read, or cannot be rendered with this payload; its text is for people."""


class _Context(RenderContext):
    """Every node asks for the disabled tags before it is rendered: there its step is taken."""

    __slots__ = ("_disabled", "budget")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the library
        self.budget: Budget | None = None
        super().__init__(*args, **kwargs)

    @property
    def disabled_tags(self) -> list[str]:
        """None are."""
        if self.budget is not None:
            self.budget.spend(PER_NODE)
        return []

    @disabled_tags.setter
    def disabled_tags(self, value: list[str]) -> None:
        pass

    def filter(self, name: str, token: Any) -> Callable[..., object]:  # noqa: ANN401 - as the library
        """A filter that pays for what it is given, and refuses what is too large."""
        found = super().filter(name, token)

        def within(*args: object, **named: object) -> object:
            if self.budget is not None:
                self.budget.spend(1 + sum(_size(each) for each in args) // PER_STEP)
            if name in {"replace", "join"}:
                _refuse_products(name, args)
            made = found(*args, **named)
            _size(made)
            return made

        return within


class _Template(BoundTemplate):
    context_class = _Context


class _Environment(Environment):
    template_class = _Template
    block_nesting_limit = 20
    context_depth_limit = 20
    loop_iteration_limit = MAX_LOOPS
    local_namespace_limit = 1_000_000
    output_stream_limit = MAX_OUTPUT


def _environment() -> _Environment:
    made = _Environment(strict_filters=True)
    for name in [name for name in made.tags if name not in _TAGS | _INNER]:
        del made.tags[name]
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made


_ENVIRONMENT = _environment()


@lru_cache(maxsize=512)
def compiled(template: str) -> _Template:
    """A template that can be rendered. Raises `TemplateError`."""
    if len(template) > MAX_TEMPLATE:
        raise TemplateError(f"a template has at most {MAX_TEMPLATE} characters")
    try:
        made = _ENVIRONMENT.from_string(template)
        for each in _expressions(made.nodes):
            _refuse(each)
    except RecursionError as error:
        raise TemplateError("the template is nested too deeply") from error
    except LiquidError as error:
        raise TemplateError(f"not a Liquid template: {str(error).splitlines()[0][:200]}") from error
    assert isinstance(made, _Template)  # noqa: S101 - of our own environment
    return made


def render(template: str, payload: Any, budget: Budget) -> str:  # noqa: ANN401 - any JSON
    """The text that a template makes. The payload's own names are variables, all of it is `payload`.

    Raises `TemplateError` and `OverBudgetError`.
    """
    made = compiled(template)
    names = payload if isinstance(payload, dict) else {}
    try:
        context = _Context(made, globals={**names, "payload": payload})
        context.budget = budget
        buffer = made._get_buffer()  # noqa: SLF001 - the library's `render` makes a context of its own
        made.render_with_context(context, buffer)
    except RecursionError as error:
        raise TemplateError("the template is nested too deeply") from error
    except (LiquidError, ValueError, TypeError, ArithmeticError, AttributeError, LookupError) as error:
        raise TemplateError(str(error).splitlines()[0][:200] if str(error) else "it cannot be rendered") from error
    return buffer.getvalue()


def _expressions(nodes: Iterable[Node]) -> Iterable[Expression]:
    context = _Context(_Template(_ENVIRONMENT, []))
    stack = list(nodes)
    while stack:
        node = stack.pop()
        stack.extend(node.children(context, include_partials=False))
        waiting = list(node.expressions())
        while waiting:
            expression = waiting.pop()
            yield expression
            waiting.extend(expression.children())


def _refuse(expression: Expression) -> None:
    if isinstance(expression, RangeLiteral):
        raise TemplateError("ranges of numbers are not part of the language here")
    for each in getattr(expression, "filters", None) or ():
        if each.name not in _ENVIRONMENT.filters:
            raise TemplateError(f"there is no filter {each.name[:50]!r} here")


def _size(value: object) -> int:
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise TemplateError(f"a text in a template has at most {MAX_TEXT} characters")
        return len(value)
    if isinstance(value, list | tuple | dict):
        if len(value) > MAX_ITEMS:
            raise TemplateError(f"a list in a template has at most {MAX_ITEMS} items")
        return len(value)
    return 1


def _refuse_products(name: str, args: tuple[object, ...]) -> None:
    """Text in the place of every part of another text, or between all parts of a list, can be their product."""
    first, *more = args
    if name == "replace" and len(more) > 1:
        times = str(first).count(str(more[0]))
        added = times * len(str(more[1]))
    else:
        added = len(str(more[0])) * len(first) if more and isinstance(first, list | tuple) else 0
    if added > MAX_TEXT:
        raise TemplateError(f"a text in a template has at most {MAX_TEXT} characters")
