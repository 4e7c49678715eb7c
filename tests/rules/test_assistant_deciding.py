"""Whether a message is answered by itself: every reason against it, and what a model must not get past it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.rules.assistant_deciding import FRESH, Asked, Rules, matches, refused, unsound
from app.rules.assistant_outputs import Checked, Notice

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
RULES = Rules(("Billing/Refund", "delivery"))
ASKED = Asked(at=NOW - timedelta(minutes=1), status="new", topic="billing/refund/card", body="How long?")
ARTICLE = "A refund takes ten days after the parcel has come back to our warehouse."


def test_a_fresh_question_of_a_person_on_a_chosen_topic_is_answered() -> None:
    assert refused(RULES, ASKED, now=NOW) is None
    assert matches("delivery", ["Delivery "])
    assert not matches("delivery-abroad", ["delivery"])
    assert not matches(None, ["delivery"])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"topic": "billing"}, "other_topic"),
        ({"topic": None}, "other_topic"),
        ({"human_wrote": True}, "human_wrote"),
        ({"in_chat": True}, "in_chat"),
        ({"status": "solved"}, "over"),
        ({"status": "merged"}, "over"),
        ({"redacted": True}, "changed"),
        ({"newest": False}, "overtaken"),
        ({"kind": "auto_reply"}, "not_a_person"),
        ({"trust": "pending"}, "stranger"),
        ({"spam": "suspected"}, "spam"),
        ({"tension": "high"}, "tense"),
        ({"at": NOW - FRESH - timedelta(seconds=1)}, "late"),
        ({"answers": 1}, "enough"),
        ({"person_answers": 10}, "enough"),
        ({"body": " \n"}, "no_words"),
    ],
)
def test_each_reason_against_it(changed: dict[str, Any], why: str) -> None:
    assert refused(RULES, replace(ASKED, **changed), now=NOW) == why


def test_a_brand_without_topics_answers_nothing() -> None:
    assert refused(Rules(()), ASKED, now=NOW) == "switched_off"


@pytest.mark.parametrize(
    ("checked", "names", "why"),
    [
        (Checked("A refund takes ten days [1].", (1,)), 0, None),
        (Checked("NO_ANSWER"), 0, "not_in_articles"),
        (Checked("A refund takes ten days."), 0, "no_citation"),
        (Checked("A refund takes ten days [1].", (1,)), 1, "personal"),
        (Checked("A refund takes 99 days [1].", (1,), (Notice("unknown_number", ("99",)),)), 0, "unsound"),
        (Checked("See [link removed] [1].", (1,), (Notice("address_removed", ("evil.test",)),)), 0, "unsound"),
        (Checked("A refund takes [1]", (1,), (Notice("cut_off"),)), 0, "unsound"),
        (Checked("You have won a shiny bicycle, congratulations dear winner [1]!", (1,)), 0, "little_support"),
    ],
)
def test_what_a_model_wrote_goes_only_when_the_articles_say_so(checked: Checked, names: int, why: str | None) -> None:
    assert unsound(checked, [ARTICLE], "en", strange=names > 0) == why
