"""The language of templates: Liquid with few words and tight limits, and what in a text nothing can fill.

Whoever writes a template is trusted to write to customers and with nothing else: no files, no other templates, no
arithmetic, nothing that grows. What a text costs is bounded by its length, its tags and its loops before it is run.
"""

import re
from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, Literal, TextIO, TypeAlias

from liquid import BoundTemplate, Environment, RenderContext, Undefined
from liquid.builtin.content import Literal as LiteralTag
from liquid.builtin.filters.array import first, last
from liquid.builtin.filters.misc import default, size
from liquid.builtin.filters.string import (
    append,
    capitalize,
    downcase,
    lstrip,
    prepend,
    rstrip,
    strip,
    truncate,
    truncatewords,
    upcase,
)
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output
from liquid.builtin.tags import assign_tag, case_tag, comment_tag, for_tag, if_tag, unless_tag
from liquid.exceptions import LiquidError, LoopIterationLimitError, ResourceLimitError

Format: TypeAlias = Literal["text", "markdown"]

MAX_LENGTH = 16_384
# Tags and outputs in one text, and how long one of them may be.
MAX_MARKUP, MAX_MARKUP_LENGTH = 300, 500
MAX_LOOPS = 100
MAX_OUTPUT = 65_536
MAX_NESTING = 8
# What filters may go through, in characters; a call is as much as some.
MAX_WORK, _CALL = 2_000_000, 100
# How often a text may say what costs more, the longer what it keeps is.
_MOST = {"contains": 10, "assign": 50}
_LEFT_OPEN = re.compile(r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}", re.DOTALL)
_DATE_FORMATS = {"date": "%Y-%m-%d", "time": "%H:%M", "datetime": "%Y-%m-%d %H:%M", "short": "%d.%m.%Y"}
# What Markdown would take for more than the letter that it is. HTML in it too.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")

_unfilled: ContextVar[list[str]] = ContextVar("_unfilled")
_work: ContextVar[list[int]] = ContextVar("_work")


class TemplateError(Exception):
    """A text that is no template, or that does too much. `code` is stable, the text is for whoever wrote it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Rendered:
    """A filled text. `unknown` are names that there are not, `missing` those that have no value here.

    Both stand in the text as they were written, in braces: whoever sends it sees the holes.
    """

    text: str
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def unresolved(self) -> tuple[str, ...]:
        """Everything that nothing was put in for."""
        return (*self.unknown, *self.missing)


class _Unfilled(Undefined):
    """What has no value: nothing to conditions and to `default`, and a visible hole where it is written out."""

    def __str__(self) -> str:
        _unfilled.get([]).append(self.name)
        return "{{ " + self.name + " }}"

    def __getitem__(self, key: str) -> object:
        return _Unfilled(f"{self.name}.{key}")


class _Values(dict[str, Any]):
    """What there is under a name; whatever else is asked for has no value, and knows how it is called."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self._name = name

    def __missing__(self, key: str) -> _Unfilled:
        return _Unfilled(f"{self._name}.{key}")


class _ForNode(for_tag.ForNode):
    """A loop over so many numbers at most: the library goes through all that it then leaves out or turns round."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        over = self.expression.iterable.evaluate(context)
        if isinstance(over, range) and over.stop - over.start > MAX_LOOPS:
            raise LoopIterationLimitError("loop iteration limit reached", token=self.token)
        return super().render_to_output(context, buffer)


class _ForTag(for_tag.ForTag):
    node_class = _ForNode


def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, as one that a text can call only so often: long texts, and many times, make it long."""

    @wraps(function)
    def filtered(value: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the text gives
        spent = _work.get([0])
        spent[0] += _CALL + (len(value) if isinstance(value, str) else 0)
        if spent[0] > MAX_WORK:
            raise ResourceLimitError("work limit reached", token=None)
        return function(value, *arguments, **named)

    return filtered


class _Language(Environment):
    block_nesting_limit = MAX_NESTING
    context_depth_limit = MAX_NESTING
    loop_iteration_limit = MAX_LOOPS
    output_stream_limit = MAX_OUTPUT
    local_namespace_limit = MAX_LENGTH

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:  # noqa: ARG002 - the library's
        for tag in (
            LiteralTag, Output, Illegal, if_tag.IfTag, unless_tag.UnlessTag, case_tag.CaseTag, _ForTag,
            for_tag.BreakTag, for_tag.ContinueTag, assign_tag.AssignTag, comment_tag.CommentTag,
        ):  # fmt: skip
            self.add_tag(tag)
        for name, function in _FILTERS.items():
            self.add_filter(name, _counted(function))


def _date(value: Any, form: Any = "date") -> str:  # noqa: ANN401 - whatever the text gives
    # Not the library's: a width in its format would fill the memory.
    if isinstance(value, Undefined):
        return str(value)
    if not isinstance(value, datetime):
        return str(value)
    return value.strftime(_DATE_FORMATS.get(str(form), _DATE_FORMATS["date"]))


def _join(values: Any, glue: Any = ", ") -> str:  # noqa: ANN401 - whatever the text gives
    if not isinstance(values, list | tuple):
        return str(values)
    return str(glue)[:10].join(str(each) for each in values[:MAX_LOOPS])


_FILTERS: Mapping[str, Any] = {
    "append": append, "capitalize": capitalize, "date": _date, "default": default, "downcase": downcase,
    "first": first, "join": _join, "last": last, "lstrip": lstrip, "prepend": prepend, "rstrip": rstrip, "size": size,
    "strip": strip, "truncate": truncate, "truncatewords": truncatewords, "upcase": upcase,
}  # fmt: skip
FILTERS = tuple(_FILTERS)
TAGS = ("assign", "break", "case", "comment", "continue", "for", "if", "unless")
_language = _Language(undefined=_Unfilled)


def check(source: str) -> None:
    """Raise `TemplateError` (`template_too_long`, `invalid_template`) for a text that is no template."""
    _parsed(source)


@lru_cache(maxsize=512)
def _parsed(source: str) -> BoundTemplate:
    if len(source) > MAX_LENGTH:
        raise TemplateError("template_too_long", f"A template has at most {MAX_LENGTH} characters")
    # Before the parser sees it: what is never closed costs it the square of its length.
    if source.count("{{") + source.count("{%") > MAX_MARKUP:
        raise TemplateError("template_too_long", f"A template has at most {MAX_MARKUP} outputs and tags")
    tags = " ".join(part.partition("%}")[0] for part in source.split("{%")[1:])
    for word, most in _MOST.items():
        if tags.count(word) > most:
            raise TemplateError("template_too_long", f"A template says `{word}` at most {most} times")
    for opens, closes in (("{{", "}}"), ("{%", "%}")):
        for part in source.split(opens)[1:]:
            if len(part.split(closes, 1)[0]) > MAX_MARKUP_LENGTH and closes in part:
                raise TemplateError("template_too_long", f"One tag has at most {MAX_MARKUP_LENGTH} characters")
            if closes not in part:
                raise TemplateError("invalid_template", f"{opens} is not closed by {closes}")
    try:
        return _language.from_string(source)
    except (LiquidError, ValueError, RecursionError) as error:
        raise TemplateError("invalid_template", _said(error)) from error


def _said(error: Exception) -> str:
    if isinstance(error, LiquidError) and error.message:
        token = error.token
        line = "" if token is None else f" (line {token.source.count(chr(10), 0, max(0, token.start_index)) + 1})"
        return f"{str(error.message)[:200]}{line}"
    return "This cannot be read as a template"


@lru_cache(maxsize=512)
def variables(source: str) -> tuple[str, ...]:
    """The names that a text asks for, in order, each once: `customer.name`. Raises `TemplateError`."""
    found: dict[str, None] = {}
    for several in _parsed(source).analyze(include_partials=False).globals.values():
        for each in several:
            found[".".join(str(part) for part in each.segments)] = None
    return tuple(found)


def unknown(source: str, known: Collection[str]) -> tuple[str, ...]:
    """The names in a text that there are not. Raises `TemplateError`."""
    return tuple(each for each in variables(source) if each not in known and _whole(each) not in known)


def _whole(name: str) -> str:
    # `ticket.tags.first` is about `ticket.tags`.
    head, _, end = name.rpartition(".")
    return head if end in {"first", "last", "size"} or end.isdigit() else name


def render(source: str, values: Mapping[str, Any], *, known: Collection[str], form: Format = "text") -> Rendered:
    """Fill a text. `values` are what there is, nested; None has no value. In Markdown they are letters and no marks.

    Raises `TemplateError` (`template_does_too_much` beyond the limits, and as `check`).
    """
    parsed = _parsed(source)
    unknown_names = unknown(source, known)
    token, work = _unfilled.set([]), _work.set([0])
    try:
        text = parsed.render(_AT_HOME | _filled(values, form))
        holes = dict.fromkeys(_unfilled.get())
    except ResourceLimitError as error:
        sentence = f"A template may loop {MAX_LOOPS} times, write {MAX_OUTPUT} bytes and keep {MAX_LENGTH}"
        raise TemplateError("template_does_too_much", sentence) from error
    except (LiquidError, ValueError, TypeError, RecursionError) as error:
        raise TemplateError("invalid_template", _said(error)) from error
    finally:
        _unfilled.reset(token)
        _work.reset(work)
    missing = tuple(each for each in holes if each in known)
    return Rendered(text, unknown_names, missing)


# What the library would fill by itself, by a clock of its own.
_AT_HOME: Mapping[str, Any] = {"now": _Unfilled("now"), "today": _Unfilled("today")}


def _filled(value: Any, form: Format, name: str = "") -> Any:  # noqa: ANN401 - nested values
    if isinstance(value, Mapping):
        there = {key: each for key, each in value.items() if each is not None and each not in ("", [])}
        filled = {key: _filled(each, form, f"{name}.{key}" if name else key) for key, each in there.items()}
        return _Values(name, filled) if name else filled
    if isinstance(value, list | tuple):
        return [_filled(each, form) for each in value]
    if isinstance(value, str) and form == "markdown":
        return escaped(value)
    return value


def escaped(value: str) -> str:
    """A value as Markdown writes it when it is to be read as it is."""
    return _MARKDOWN.sub(r"\\\1", value)


def left_open(text: str) -> list[str]:
    """What a text that is about to be sent still has in braces, each once."""
    return list(dict.fromkeys(_LEFT_OPEN.findall(text)))
