"""What stands around the words of a mail: in the reader's language, and never in the way of the mail."""

from app.rules.mail_wrappers import QUOTE_LINES, quoted, say

ANNA = {"agent": {"name": "Anna"}, "brand": {"name": "Shop"}, "customer": {"name": None}, "ticket": {"number": 7}}


def test_the_built_in_words() -> None:
    assert say("below", None, "ru", ANNA) == "-- \nAnna\nShop"
    assert say("below", None, None, {**ANNA, "brand": {"name": None}}) == "-- \nAnna"
    assert say("below", None, "en", {"agent": {"name": None}, "brand": {"name": None}}) == ""
    assert say("above", None, "en", ANNA) == ""
    linked = {**ANNA, "ticket": {"link": "https://x/7"}}
    assert say("unread", None, "ru-RU", linked).endswith("видели: https://x/7")
    assert say("unread", None, "fi", ANNA) == "You have an answer that you have not seen yet"


def test_a_mailbox_has_its_own_words() -> None:
    own = {"en": "{{ agent.name }}, {{ brand.name }}", "ru": "С уважением, {{ agent.name }}"}
    assert say("below", own, "ru", ANNA) == "С уважением, Anna"
    assert say("below", own, "de", ANNA) == "Anna, Shop"


def test_words_that_cannot_be_filled_keep_no_mail_from_leaving() -> None:
    for broken in (
        "{{ agent.name",
        "{{ customer.name }}!",
        "{{ nonsense }}",
        "{% for i in (1..1000000) %}a{% endfor %}",
    ):
        assert say("below", {"en": broken}, "en", ANNA) == "-- \nAnna\nShop"


def test_a_quote_is_bounded() -> None:
    assert quoted("one\n\n two", "On Monday:") == "On Monday:\n> one\n>\n>  two"
    long = quoted("\n".join("x" * 500 for _ in range(500)), "-")
    assert len(long) < 5_000
    assert long.endswith("> ...")
    assert quoted("\n".join("x" for _ in range(500)), "-").count("\n") == QUOTE_LINES + 1
