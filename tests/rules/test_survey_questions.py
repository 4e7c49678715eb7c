"""Questions of surveys: branching looks back only, answers are what their questions take, definitions make sense."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.survey_questions import judge, path, problems, score

TEXTS = {"en": {"title": "?"}}


def ask(key: str, kind: str, **more: Any) -> dict[str, Any]:
    """A question."""
    options = more.get("options")
    texts = {"en": {"title": "?", **({"options": {each: each for each in options}} if options else {})}}
    return {"key": key, "kind": kind, "required": False, "texts": texts, **more}


SURVEY = [
    ask("score", "nps", required=True),
    ask("why", "choices", options=["slow", "rude"], required=True, when={"question": "score", "below": 7}),
    ask("who", "text", when={"question": "why", "in": ["rude"]}),
    ask("praise", "yes_no", when={"question": "score", "above": 8}),
    ask("silent", "scale", min=-2, max=2, when={"question": "who", "answered": False}),
]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, ["score", "silent"]),
        ({"score": 10}, ["score", "praise", "silent"]),
        ({"score": 7}, ["score", "silent"]),
        ({"score": 3}, ["score", "why", "silent"]),
        ({"score": 3, "why": ["slow", "rude"], "who": "He"}, ["score", "why", "who"]),
        # What was answered before they went back counts no more.
        ({"score": 10, "why": ["rude"], "who": "He"}, ["score", "praise", "silent"]),
        # And what is no answer is none.
        ({"score": 99, "why": ["rude"]}, ["score", "silent"]),
    ],
)
def test_the_path_follows_the_answers(answers: dict[str, Any], asked: list[str]) -> None:
    assert path(SURVEY, answers) == asked


def test_what_is_left_out_is_dropped_and_what_is_wrong_is_said() -> None:
    good = judge(SURVEY, {"score": 3.0, "why": ["rude", "slow", "rude"], "who": " He ", "praise": True})
    assert (good.answers, good.wrong) == ({"score": 3, "why": ["slow", "rude"], "who": "He"}, ())
    assert score("nps", SURVEY, good.answers) == 3
    assert score("custom", SURVEY, good.answers) is None
    bad = judge(SURVEY, {"score": 3, "why": [], "silent": True, "other": 1})
    assert {(each.path[1], each.code) for each in bad.wrong} == {
        ("other", "unknown_question"), ("why", "answer_required"), ("silent", "answer_does_not_fit"),
    }  # fmt: skip
    assert bad.answers == {}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([each["key"] for each in SURVEY]), _JSON))
def test_whatever_is_sent_is_kept_clean_or_refused_and_keeping_it_again_changes_nothing(
    answers: dict[str, Any],
) -> None:
    judged = judge(SURVEY, answers)
    assert judged.wrong or set(judged.answers) <= set(path(SURVEY, judged.answers))
    if not judged.wrong:
        assert judge(SURVEY, judged.answers) == judged


@given(st.permutations(range(5)))
def test_conditions_never_go_round(order: list[int]) -> None:
    # However the questions stand, a condition that looks ahead, or at its own question, is refused.
    moved = [SURVEY[place] for place in order]
    ahead = [
        each
        for place, each in enumerate(moved)
        if each.get("when") and each["when"]["question"] not in {other["key"] for other in moved[:place]}
    ]
    assert len([each for each in problems("custom", moved) if each.code == "looks_ahead"]) == len(ahead)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (ask("a", "scale"), "invalid_scale"), (ask("a", "scale", min=5, max=5), "invalid_scale"),
        (ask("a", "scale", min=0, max=500), "invalid_scale"), (ask("a", "csat", min=1, max=2), "invalid_scale"),
        (ask("a", "choice"), "invalid_options"), (ask("a", "choice", options=["x"]), "invalid_options"),
        (ask("a", "choice", options=["x", "x"]), "invalid_options"),
        (ask("a", "text", options=["x"]), "invalid_options"),
        ({**ask("a", "choice", options=["x", "y"]), "texts": TEXTS}, "invalid_options"),
        (ask("a", "text", when={"question": "score", "in": [11]}), "never_answered"),
        (ask("a", "text", when={"question": "score", "in": [True]}), "never_answered"),
        (ask("a", "text", when={"question": "why", "above": 3}), "answer_does_not_fit"),
    ],
)  # fmt: skip
def test_a_definition_makes_sense(question: dict[str, Any], code: str) -> None:
    assert [each.code for each in problems("nps", [*SURVEY[:2], question])] == [code]
    assert problems("nps", SURVEY) == []


@pytest.mark.parametrize("questions", [[], [ask("a", "csat")], [ask("a", "csat", required=True)] * 2])
def test_a_metric_has_one_question_that_everybody_answers(questions: list[dict[str, Any]]) -> None:
    assert "metric_question" in {each.code for each in problems("csat", questions)}
