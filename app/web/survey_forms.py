"""The form of a survey: its questions as HTML that works without a single script, and what browsers send back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from app import locales
from app.rules import survey_texts
from app.rules.survey_questions import OF_NUMBERS, Question, range_of

# What was shown when the form was sent: other questions may be asked after these answers.
SHOWN = "_shown"
MOST_FIELDS = 500
_NUMBER = re.compile(r"-?[0-9]{1,4}")


def sent(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form. Raises ValueError for what is none, or has too many."""
    fields = parse_qsl(
        body.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
    )
    if any("\x00" in each for pair in fields for each in pair):
        msg = "a field has the NUL character"
        raise ValueError(msg)
    return fields


def answers(questions: Sequence[Question], fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The answers in a form's fields or an address's query; fields that are no questions are passed over."""
    kinds = {each["key"]: each["kind"] for each in questions}
    found: dict[str, Any] = {}
    for name, value in fields:
        kind = kinds.get(name)
        if kind == "choices":
            found.setdefault(name, []).append(value)
        elif kind == "yes_no":
            found[name] = {"true": True, "false": False}.get(value, value)
        elif kind in OF_NUMBERS:
            found[name] = int(value) if _NUMBER.fullmatch(value) else value
        elif kind is not None:
            found[name] = value.replace("\r\n", "\n")
    return found


def form(
    questions: Sequence[Question],
    asked: Sequence[str],
    said: Mapping[str, Any],
    wrong: Mapping[str, str],
    spoken: Sequence[str],
    *,
    action: str,
) -> str:
    """The questions that are asked, with what was said to them and what is wrong with it (by key: `required` or not).

    `action`: the address that it goes to.
    """
    shown = [each for each in questions if each["key"] in asked]
    fields = "\n".join(_question(each, said.get(each["key"]), wrong.get(each["key"]), spoken) for each in shown)
    hidden = f'<input type="hidden" name="{SHOWN}" value="{escape(",".join(asked))}">'
    name = locales.text("survey.send", spoken) if len(shown) == len(questions) else locales.text("survey.next", spoken)
    return (
        f'<form method="post" action="{escape(action)}" accept-charset="utf-8" class="stack">{hidden}\n{fields}\n'
        f'<div><button class="button primary" type="submit">{escape(name)}</button></div></form>'
    )


def _question(question: Question, said: Any, wrong: str | None, spoken: Sequence[str]) -> str:  # noqa: ANN401 - JSON
    texts = survey_texts.question(question, spoken)
    mark = " *" if question["required"] else ""
    below = "" if wrong is None else f'<p class="wrong" role="alert">{escape(_wrong(wrong, spoken))}</p>'
    return (
        f"<fieldset><legend>{escape(texts['title'])}{mark}</legend>{_field(question, texts, said, spoken)}"
        f"{_ends(texts)}{below}</fieldset>"
    )


def _field(question: Question, texts: Mapping[str, Any], said: Any, spoken: Sequence[str]) -> str:  # noqa: ANN401
    key, kind = question["key"], question["kind"]
    if kind == "text":
        words = escape(said) if isinstance(said, str) else ""
        label = escape(texts["title"])
        return f'<textarea name="{key}" maxlength="5000" aria-label="{label}">\n{words}</textarea>'
    if kind in OF_NUMBERS:
        low, high = range_of(question)
        several = [(str(each), str(each), said == each and not isinstance(said, bool)) for each in range(low, high + 1)]
        return f'<div class="numbers">{_radios(key, several)}</div>'
    if kind == "yes_no":
        yes, no = locales.text("survey.yes", spoken), locales.text("survey.no", spoken)
        return f'<div class="lines">{_radios(key, [("true", yes, said is True), ("false", no, said is False)])}</div>'
    chosen = said if isinstance(said, list) else [said]
    options = [(each["key"], each["text"], each["key"] in chosen) for each in texts["options"]]
    return f'<div class="lines">{_radios(key, options, "checkbox" if kind == "choices" else "radio")}</div>'


def _radios(key: str, several: Iterable[tuple[str, str, bool]], kind: str = "radio") -> str:
    return "".join(
        f'<label><input type="{kind}" name="{key}" value="{escape(value)}"{" checked" if on else ""}> {escape(words)}'
        "</label>"
        for value, words, on in several
    )


def _ends(texts: Mapping[str, Any]) -> str:
    if not texts["low"] and not texts["high"]:
        return ""
    return (
        f'<div class="ends"><span>{escape(texts["low"] or "")}</span><span>{escape(texts["high"] or "")}</span></div>'
    )


def _wrong(why: str, spoken: Sequence[str]) -> str:
    if why == "answer_required":
        return locales.text("survey.required", spoken)
    return locales.text("survey.unfit", spoken)
