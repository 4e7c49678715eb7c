"""Spam: signs add up, a known sender is trusted, and a desk that has learnt nothing is careful."""

import pytest

from app.rules import spam
from app.rules.spam import Learnt, Sender

OFFER = ("SEO", "We offer SEO services and backlinks: https://a.example https://b.example https://c.example")
QUESTION = ("Order", "Where is my order? The tracking at https://shop.example/track says nothing new since Monday.")


def judged(text: tuple[str, str], learnt: Learnt = Learnt(), sender: Sender = Sender()) -> tuple[float, set[str]]:  # noqa: B008 - frozen
    words = spam.words_of(*text)
    found = spam.signs(*text, words, learnt, sender)
    return spam.score(found), {each.kind for each in found}


def test_without_examples_only_plain_signs_count() -> None:
    score, kinds = judged(OFFER)
    assert score > 0.95
    assert kinds == {"links", "offers"}
    score, kinds = judged(QUESTION)
    assert score < 0.1
    assert kinds == set()


def test_who_has_been_answered_is_trusted_and_who_was_marked_is_not() -> None:
    assert judged(OFFER, sender=Sender(answered=1))[0] < 0.5
    assert judged(QUESTION, sender=Sender(marked=1))[0] > 0.8
    assert judged(QUESTION, sender=Sender(marked=1, answered=1))[0] < 0.1


def test_words_are_learnt_with_what_they_were_seen_in() -> None:
    text = ("Offer", "Cheap pallets of premium timber for your warehouse")
    words = spam.words_of(*text)
    taught = Learnt(10, 100, dict.fromkeys(words, (9, 0)))
    score, kinds = judged(text, taught)
    assert score > 0.9
    assert kinds == {"words"}
    ordinary = Learnt(10, 100, dict.fromkeys(words, (0, 60)))
    score, kinds = judged(text, ordinary)
    assert score < 0.01
    assert kinds == {"ordinary_words"}
    # Of four examples nothing is learnt.
    assert judged(text, Learnt(4, 100, dict.fromkeys(words, (4, 0))))[1] == set()


@pytest.mark.parametrize(
    "text", [("", ""), ("🎉", "🎉🎉"), ("x" * 10_000, "https://" * 50_000), ("\x00", "\u202e" * 999)]
)
def test_whatever_comes_is_judged(text: tuple[str, str]) -> None:
    assert 0 <= judged(text)[0] <= 1
