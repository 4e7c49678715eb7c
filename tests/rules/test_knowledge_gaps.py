"""Searches for the same are one, and belong to the cluster that asks the same."""

from app.rules.knowledge_gaps import Query, is_open, joined, same
from app.rules.text_marks import number


def test_order_and_endings_do_not_matter() -> None:
    queries = [
        Query("refund card", 2),
        Query("card refunds", 3),
        Query("Вернуть деньги", 1, "ru"),
        Query("🙂", 9),
        Query("?", 1),
    ]
    money, cards = sorted(same(queries), key=lambda each: each.times)
    assert (cards.times, cards.queries, cards.key) == (5, ["card refunds", "refund card"], "card refund")
    assert money.queries == ["Вернуть деньги"]


def test_a_search_belongs_to_the_cluster_that_it_is_about() -> None:
    middles = {
        "refunds": {number("refund"): 0.8, number("card"): 0.5, number("monday"): 0.33},
        "cards": {number("card"): 0.7, number("lost"): 0.7},
    }
    asked = same([Query("card refund", 1), Query("lost card", 1), Query("monday", 1), Query("refund bike", 1)])
    assert joined(asked, middles) == {"card refund": "refunds", "card lost": "cards"}
    assert joined(asked, {}) == {}


def test_what_an_article_answers_is_no_open_question() -> None:
    assert is_open(tickets=10, pointed=0, coverage=0.4)
    assert not is_open(tickets=10, pointed=0, coverage=0.7)
    assert not is_open(tickets=10, pointed=3, coverage=0)
