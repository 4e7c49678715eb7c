"""Tension: what fires says so, what is turned round does not, and calm words are calm."""

from datetime import UTC, datetime, timedelta

import pytest

from app.rules import tension
from app.rules.tension import Situation
from app.rules.tension_words import PHRASES

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Where is my card?", set()),
        ("Где мой заказ?", set()),
        ("", set()),
        ("😡😡😡", set()),
        ("This is unacceptable, I want a refund", {"complaint"}),
        ("No complaints so far, thank you", set()),
        ("Не жалуюсь, просто спрашиваю", set()),
        ("Хочу написать жалобу", {"complaint"}),
        ("Сколько можно!! Подам в суд", {"complaint", "threat", "exclamation"}),
        ("My lawyer will contact you", {"threat"}),
        ("I'm never buying from you again", {"leaving"}),
        ("Больше никогда у вас не закажу", {"leaving"}),
        ("You are all liars", {"insult"}),
        ("My wallet was stolen by a thief", set()),
        ("I made a terrible mistake in my address", set()),
        ("WHERE IS MY ORDER NOBODY ANSWERS ME", {"capitals"}),
        ("Error DXGI DEVICE REMOVED when I start the game on my PC, what can I do about that problem?", set()),
        ("ПОЧЕМУ ДО СИХ ПОР НЕ ВЕРНУЛИ ДЕНЬГИ", {"capitals"}),
        ("What?!", {"exclamation"}),
    ],
)
def test_what_fires(text: str, kinds: set[str]) -> None:
    assert {each.kind for each in tension.of_text([text])} == kinds


def test_every_pattern_is_a_kind_with_points_and_what_fired_is_shown() -> None:
    assert set(PHRASES) < set(tension.POINTS)
    (found,) = tension.of_text(["Отвратительно. Просто отвратительно, и это недопустимо"])
    assert found.found == ("отвратительно", "недопустимо")


def test_levels_add_up() -> None:
    assert tension.level(tension.of_text(["What?!"])) == "none"
    assert tension.level(tension.of_text(["This is ridiculous"])) == "raised"
    assert tension.level(tension.of_text(["This is ridiculous, I will never buy from you, never again"])) == "high"


def test_history_speaks_too() -> None:
    calm = Situation(tickets=1, unanswered=1, waiting_since=NOW - timedelta(hours=2))
    assert tension.of_situation(calm, NOW) == []
    tense = Situation(tickets=4, unanswered=3, waiting_since=NOW - timedelta(hours=49), reopened=2)
    found = {each.kind: each.found for each in tension.of_situation(tense, NOW)}
    assert found == {
        "repeated_contact": ("4 tickets in 7 days",),
        "long_wait": ("49 hours without an answer",),
        "unanswered": ("3 messages without an answer",),
        "reopened": ("opened again 2 times",),
    }
    assert tension.level(tension.of_situation(tense, NOW)) == "high"


def test_a_hostile_text_costs_little_and_shows_little() -> None:
    found = tension.of_text(["!?" * 50_000, "complaint " * 20_000, "НЕ" * 50_000, "\u0000\u202e" * 100])
    assert all(len(each.found) <= 5 and all(len(word) <= 60 for word in each.found) for each in found)
