"""A public form as HTML: its questions by their kinds, what was answered, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from app.schemas.forms import FormOut, QuestionOut
from app.web.reader_frame import said

_INPUTS: Final[Mapping[str, str]] = {
    "email": "email", "phone": "tel", "url": "url", "date": "date", "number": "number", "integer": "number",
}  # fmt: skip
_COMPLETE: Final[Mapping[str, str]] = {
    "requester.name": "name", "requester.email": "email", "requester.phone": "tel",
}  # fmt: skip
# What a page without a script cannot ask for.
_NOT_HERE: Final = frozenset({"attachments", "agent", "customer"})


def form(
    found: FormOut, given: Mapping[str, Sequence[str]], wrong: Mapping[str, str], locale: str, *, token: str
) -> str:
    """The form; `given` is what was sent before, `wrong` what is wrong with it, by field."""
    fields = "\n".join(
        _question(each, given.get(each.field), wrong.get(each.field), locale)
        for each in found.questions
        if not {each.field, each.kind} & _NOT_HERE
    )
    shown = {each.field for each in found.questions}
    others = [_wrong(why, locale) for name, why in wrong.items() if name not in shown]
    above = "".join(f'<p class="notice bad" role="alert">{each}</p>' for each in dict.fromkeys(others))
    if wrong and not above:
        above = f'<p class="notice bad" role="alert">{said("contact.unfit", locale)}</p>'
    token = token or (found.submission.token if found.submission is not None else "")
    trap = found.submission.trap if found.submission is not None else "website"
    return (
        f'{above}<form method="post" action="?locale={escape(locale)}" class="stack" accept-charset="utf-8">'
        f'<input type="hidden" name="token" value="{escape(token)}">\n{fields}\n'
        f'<div class="trap" aria-hidden="true"><label>{said("contact.leave_empty", locale)}'
        f'<input name="{escape(trap)}" tabindex="-1" autocomplete="off"></label></div>'
        f'<div><button class="button primary" type="submit">{said("contact.send", locale)}</button></div></form>'
    )


def answers(questions: Sequence[QuestionOut], sent: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends, as the API takes it: choices of several are lists, and numbers are numbers."""
    for each in questions:
        within, _, key = each.field.rpartition(".")
        place = sent.get(within) if within else sent
        if not isinstance(place, dict) or key not in place:
            continue
        value = place[key]
        if each.kind == "multi_select" and isinstance(value, str):
            place[key] = [value]
        elif each.kind == "boolean":
            place[key] = value == "true"
        elif each.kind in {"number", "integer"} and isinstance(value, str):
            place[key] = _number(value)
    return sent


def wrong(errors: Sequence[Any]) -> dict[str, str]:
    """By field: what the shape of an answer has against it."""
    found = [(".".join(str(part) for part in each["loc"] if part != "body"), str(each["msg"])) for each in errors]
    return {name: _plain(why) for name, why in found} or {"": "contact.unfit"}


def field_of(pointer: str) -> str:
    """The name of a field from where a problem says it is."""
    return pointer.strip("/").replace("/", ".")


def _plain(why: str) -> str:
    return "contact.required" if why == "Field required" else why


def _number(value: str) -> int | float | str:
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return value


def _question(found: QuestionOut, given: Sequence[str] | None, why: str | None, locale: str) -> str:
    mark = "" if found.required else f' <span class="muted">{said("contact.optional", locale)}</span>'
    label = f'<span class="label" dir="auto">{escape(found.label)}{mark}</span>'
    hint = f'<span class="hint" dir="auto">{escape(found.hint)}</span>' if found.hint else ""
    bad = "" if why is None else f'<span class="error">{_wrong(why, locale)}</span>'
    values = list(given) if given is not None else _before(found)
    if found.kind == "boolean":
        on = " checked" if "true" in values else ""
        box = f'<input type="checkbox" name="{escape(found.field)}" value="true"{on}>'
        words = f'<span dir="auto">{escape(found.label)}</span>'
        return f'<div class="field"><label class="check">{box}{words}</label>{hint}{bad}</div>'
    if found.kind == "multi_select":
        boxes = "".join(
            f'<label><input type="checkbox" name="{escape(found.field)}" value="{escape(each.value)}"'
            f"{' checked' if each.value in values else ''}> {escape(each.label)}</label>"
            for each in found.options
        )
        legend = f'<legend dir="auto">{escape(found.label)}{mark}</legend>'
        return f'<fieldset>{legend}{hint}<div class="lines">{boxes}</div>{bad}</fieldset>'
    return f'<label class="field">{label}{hint}{_field(found, values, why, locale)}{bad}</label>'


def _field(found: QuestionOut, values: Sequence[str], why: str | None, locale: str) -> str:
    value = values[0] if values else ""
    # Conditional questions are judged when it is sent: a browser must not insist on what need not be answered.
    must = " required" if found.required and not (found.conditions.all or found.conditions.any) else ""
    invalid = ' aria-invalid="true"' if why is not None else ""
    name = f'name="{escape(found.field)}"{must}{invalid}'
    if found.options:
        rows = "".join(
            f'<option value="{escape(each.value)}"{" selected" if each.value == value else ""}>'
            f"{escape(each.label)}</option>"
            for each in found.options
        )
        return f'<select {name}><option value="">{said("contact.choose", locale)}</option>{rows}</select>'
    if found.kind == "long_text":
        return f'<textarea {name} maxlength="20000" dir="auto" rows="6">\n{escape(value)}</textarea>'
    kind = _INPUTS.get(found.kind) or ("email" if found.field == "requester.email" else "text")
    more = f' autocomplete="{_COMPLETE[found.field]}"' if found.field in _COMPLETE else ""
    step = ' step="any"' if found.kind == "number" else ""
    return f'<input type="{kind}" {name} value="{escape(value)}" maxlength="1000" dir="auto"{more}{step}>'


def _before(found: QuestionOut) -> list[str]:
    if found.value is None:
        return []
    if isinstance(found.value, list):
        return [str(each) for each in found.value]
    return [str(found.value).lower() if isinstance(found.value, bool) else str(found.value)]


def _wrong(why: str, locale: str) -> str:
    return said(why, locale) if why.startswith("contact.") else escape(why)
