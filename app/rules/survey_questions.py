"""Questions of surveys: which of them are asked, what their answers must be, and what a definition may not say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

Kind: TypeAlias = Literal["csat", "nps", "ces", "scale", "choice", "choices", "yes_no", "text"]
Metric: TypeAlias = Literal["csat", "nps", "ces", "pulse", "custom"]
Question: TypeAlias = Mapping[str, Any]
Answers: TypeAlias = Mapping[str, Any]

# From which number to which.
RANGES: Final[Mapping[str, tuple[int, int]]] = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}
# Metrics whose score is the answer to the question of the same kind.
SCORED: Final = frozenset(RANGES)
OF_NUMBERS: Final = frozenset({*RANGES, "scale"})
OF_OPTIONS: Final = frozenset({"choice", "choices"})
MAX_QUESTIONS: Final = 50
MAX_TEXT: Final = 5_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, where in the body, as a stable code and a sentence."""

    path: tuple[str | int, ...]
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers as they are kept, or what is wrong with them (then nothing is kept)."""

    answers: dict[str, Any]
    wrong: tuple[Wrong, ...] = ()


def range_of(question: Question) -> tuple[int, int]:
    """From which number to which a question of numbers goes."""
    return RANGES.get(question["kind"]) or (question["min"], question["max"])


def path(questions: Sequence[Question], answers: Answers) -> list[str]:
    """The keys of the questions that are asked of somebody with these answers, in order.

    A condition looks back only, and what was not asked counts as not answered: so one pass decides.
    """
    asked: list[str] = []
    counted: dict[str, Any] = {}
    for question in questions:
        if not _holds(question.get("when"), counted):
            continue
        key = question["key"]
        asked.append(key)
        found = _kept(question, answers.get(key))
        if found is not None:
            counted[key] = found
    return asked


def judge(questions: Sequence[Question], answers: Answers) -> Judged:
    """Answers as they are kept. Those to questions that are not asked with them are left out without a word: whoever
    goes back and answers otherwise has not done wrong. An answer of null, or an empty one, is none.
    """
    known = {each["key"]: each for each in questions}
    wrong = [
        Wrong(("answers", key), "unknown_question", "The survey has no such question")
        for key in answers
        if key not in known
    ]
    asked = path(questions, answers)
    kept: dict[str, Any] = {}
    for key in asked:
        question, said = known[key], answers.get(key)
        if said is None or said == [] or (isinstance(said, str) and not said.strip()):
            if question["required"]:
                wrong.append(Wrong(("answers", key), "answer_required", "This question needs an answer"))
            continue
        found = _kept(question, said)
        if found is None:
            wrong.append(Wrong(("answers", key), "answer_does_not_fit", _TAKES[question["kind"]](question)))
        else:
            kept[key] = found
    return Judged({} if wrong else kept, tuple(wrong))


def score(metric: str, questions: Sequence[Question], answers: Answers) -> int | None:
    """What the answers count as: of `csat`, `nps` and `ces` the number given; other metrics have no single one."""
    if metric not in SCORED:
        return None
    found = answers.get(scored(metric, questions) or "")
    return found if isinstance(found, int) else None


def scored(metric: str, questions: Sequence[Question]) -> str | None:
    """The key of the question that a metric is about."""
    return next((each["key"] for each in questions if each["kind"] == metric), None) if metric in SCORED else None


def problems(metric: str, questions: Sequence[Question]) -> list[Wrong]:
    """What makes a definition meaningless; paths are in `questions`."""
    found: list[Wrong] = []
    before: dict[str, Question] = {}
    everything = {each["key"] for each in questions}
    for place, question in enumerate(questions):
        where = ("questions", place)
        if question["key"] in before:
            found.append(Wrong((*where, "key"), "duplicate_question", "Another question has this key"))
        found += [Wrong((*where, *each.path), each.code, each.sentence) for each in _shape(question)]
        when = question.get("when")
        if when is not None:
            found += [
                Wrong((*where, "when", *each.path), each.code, each.sentence)
                for each in _looks(when, before, everything)
            ]
        before[question["key"]] = question
    if metric in SCORED:
        found += _metric(metric, questions)
    return found


def _metric(metric: str, questions: Sequence[Question]) -> Iterator[Wrong]:
    those = [place for place, each in enumerate(questions) if each["kind"] == metric]
    if len(those) != 1:
        yield Wrong(("questions",), "metric_question", f"A {metric} survey has one question of the kind {metric}")
    elif not questions[those[0]]["required"] or questions[those[0]].get("when") is not None:
        sentence = "The question that the metric is about is asked of everybody, and needs an answer"
        yield Wrong(("questions", those[0]), "metric_question", sentence)


def _shape(question: Question) -> Iterator[Wrong]:
    kind, options = question["kind"], question.get("options")
    low, high = question.get("min"), question.get("max")
    if kind == "scale":
        if low is None or high is None or not low < high:
            yield Wrong(("max",), "invalid_scale", "A scale goes from min to a larger max")
        elif high - low > 100:  # noqa: PLR2004 - said in the sentence
            yield Wrong(("max",), "invalid_scale", "A scale has at most 100 steps")
    elif low is not None or high is not None:
        yield Wrong(("kind",), "invalid_scale", f"Only a scale has min and max; {kind} has its own")
    if (kind in OF_OPTIONS) != (options is not None):
        yield Wrong(("options",), "invalid_options", "choice and choices have options, and no other kind has")
    elif options is not None and (len(set(options)) != len(options) or len(options) < 2):  # noqa: PLR2004 - a choice
        yield Wrong(("options",), "invalid_options", "There must be two options or more, each once")
    for locale, texts in question["texts"].items():
        named = texts.get("options") or {}
        if set(named) != set(options or ()):
            sentence = "Each language needs words for each of the options, and for nothing else"
            yield Wrong(("texts", locale, "options"), "invalid_options", sentence)


def _looks(when: Mapping[str, Any], before: Mapping[str, Question], everything: set[str]) -> Iterator[Wrong]:
    asked = before.get(when["question"])
    if asked is None:
        known = when["question"] in everything
        sentence = (
            "A condition looks back only: at a question before this one" if known else "There is no such question"
        )
        yield Wrong(("question",), "looks_ahead" if known else "unknown_question", sentence)
        return
    if when.get("answered") is not None:
        return
    if when.get("in") is not None:
        one = {**asked, "kind": "choice"} if asked["kind"] == "choices" else asked
        for place, value in enumerate(when["in"]):
            if asked["kind"] == "text" or _kept(one, value) is None:
                yield Wrong(("in", place), "never_answered", "Nobody can give this answer")
    elif asked["kind"] not in OF_NUMBERS:
        sentence = "below and above are for questions that are answered with a number"
        yield Wrong(("question",), "answer_does_not_fit", sentence)


def _holds(when: Mapping[str, Any] | None, answers: Answers) -> bool:
    if when is None:
        return True
    found = answers.get(when["question"])
    if when.get("answered") is not None:
        return bool((found is not None) == when["answered"])
    if found is None:
        return False
    if when.get("in") is not None:
        several = found if isinstance(found, list) else [found]
        return any(_same(each, wanted) for each in several for wanted in when["in"])
    if when.get("below") is not None:
        return bool(found < when["below"])
    return bool(found > when["above"])


def _same(found: Any, wanted: Any) -> bool:  # noqa: ANN401 - JSON values
    # To Python 1 and true are equal.
    return isinstance(found, bool) == isinstance(wanted, bool) and bool(found == wanted)


def _kept(question: Question, said: Any) -> Any:  # noqa: ANN401, PLR0911 - JSON values; a table
    """An answer as it is kept; None for what is no answer to this question."""
    match question["kind"]:
        case "choice":
            return said if isinstance(said, str) and said in question["options"] else None
        case "choices":
            if not isinstance(said, list) or not said or not all(isinstance(each, str) for each in said):
                return None
            if not set(said) <= set(question["options"]):
                return None
            # In the order of the question, each once.
            return [each for each in question["options"] if each in said]
        case "yes_no":
            return said if isinstance(said, bool) else None
        case "text":
            if not isinstance(said, str) or "\x00" in said or len(said.strip()) > MAX_TEXT:
                return None
            return said.strip() or None
        case _:
            if isinstance(said, float) and said.is_integer():
                said = int(said)
            if not isinstance(said, int) or isinstance(said, bool):
                return None
            low, high = range_of(question)
            return said if low <= said <= high else None


def _numbers(question: Question) -> str:
    low, high = range_of(question)
    return f"The answer is a whole number from {low} to {high}"


_TAKES: Final[Mapping[str, Callable[[Question], str]]] = {
    "csat": _numbers,
    "nps": _numbers,
    "ces": _numbers,
    "scale": _numbers,
    "choice": lambda _: "The answer is one of the options",
    "choices": lambda _: "The answer is a list of options",
    "yes_no": lambda _: "The answer is true or false",
    "text": lambda _: f"The answer is a text of at most {MAX_TEXT} characters",
}
