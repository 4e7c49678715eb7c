"""What is taken apart for a translation is put together as it was, whatever a provider does to it."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import translating
from app.rules import translation_marks as marks
from app.rules.translation_marks import Kept

MAIL = """# Hello there

Please open [the settings](https://desk.example/a_b?x=1 "T") and **press save**: order A-1042, {{ name }}, 17:30.
- `rm -rf` it & send report_2026.pdf to anna@shop.example
- [ ] done? 5 < 6
> quoted text, see www.example.com.

```
code stays
```
| A cell | Other cell |
|---|---|
№ 77, +7 999 123-45-67, %s and ${var}
1. _so_ it is \\*fine
"""


def spoken(text: str, *, markdown: bool = True) -> list[str]:
    """What a provider gets."""
    return [marks.marked(each.parts) for each in translating.units(translating.take_apart(text, markdown=markdown))]


def shouted(sent: str) -> str:
    """A provider that shouts: it leaves marks and entities alone."""
    return "".join(
        each if number % 2 else each.upper() for number, each in enumerate(re.split(r"(<x[^>]*></x>|&\w+;)", sent))
    )


def translated(text: str, *, markdown: bool = True) -> str:
    layout = translating.take_apart(text, markdown=markdown)
    made = [marks.read(each.parts, shouted(marks.marked(each.parts))) for each in translating.units(layout)]
    return translating.put_together(layout, [each or "LOST" for each in made])


def test_code_links_placeholders_numbers_and_files_survive() -> None:
    assert translated(MAIL) == (
        """# HELLO THERE

PLEASE OPEN [THE SETTINGS](https://desk.example/a_b?x=1 "T") AND **PRESS SAVE**: ORDER A-1042, {{ name }}, 17:30.
- `rm -rf` IT & SEND report_2026.pdf TO anna@shop.example
- [ ] DONE? 5 < 6
> QUOTED TEXT, SEE www.example.com.

```
code stays
```
| A CELL | OTHER CELL |
|---|---|
№ 77, +7 999 123-45-67, %s AND ${var}
1. _SO_ IT IS \\*FINE
"""
    )


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("", []),
        ("😀 🙏\n\n--\n12", []),
        ("https://shop.example/x", []),
        ("A & <b>bold</b>", ["A &amp; &lt;b&gt;bold&lt;/b&gt;"]),
        ("A\x07 bell\ufffe", ["A  bell "]),
        (
            "This line was broken by some mail program at a width of\r\nseventy, and goes on.\r\nBye",
            ["This line was broken by some mail program at a width of seventy, and goes on.", "Bye"],
        ),
        ("Short line\nanother one", ["Short line", "another one"]),
        ("Привет, как дела?", ["Привет, как дела?"]),
    ],
)
def test_only_words_are_sent(text: str, sent: list[str]) -> None:
    assert spoken(text, markdown=False) == sent


def test_plain_text_knows_no_markdown() -> None:
    assert spoken("2 * 3 * 4 is _not_ stress", markdown=False) == ["2 * 3 * 4 is _not_ stress"]


@pytest.mark.parametrize(
    "answer",
    [
        "Bestellung geht an",  # a mark is gone
        'Bestellung <x id="1"></x> an <x id="1"></x> <x id="3"></x> 17:30',  # and one is there twice
        'Bestellung <x id="1"></x> an <x id="3"></x> abends',  # a number is gone
        'Bestellung <x id="1"></x> an <x id="9"></x> 17:30',
    ],
)
def test_what_is_lost_is_noticed(answer: str) -> None:
    parts = marks.parts("Order #77 goes to a@b.example at 17:30", markdown=False)
    assert marks.read(parts, answer) is None
    # Bit by bit nothing can be lost.
    assert [each for each in marks.apart(parts) if isinstance(each, str)] == ["Order", "goes to", "at"]
    assert "".join(each.text if isinstance(each, Kept) else each for each in marks.apart(parts)) == (
        "Order #77 goes to a@b.example at 17:30"
    )


@pytest.mark.parametrize("mark", ["<x id=1/>", "<x id='1' />", '<X ID="1"> </X>', '<x id="1"></x>'])
def test_marks_come_back_in_any_spelling(mark: str) -> None:
    parts = marks.parts("Order #77 is here", markdown=False)
    assert marks.read(parts, f"Bestellung {mark} ist hier &amp; da") == "Bestellung #77 ist hier & da"


def test_blanks_that_a_provider_puts_into_stress_and_links_go_again() -> None:
    parts = marks.parts("See **this** and [that](https://a.example) now", markdown=True)
    answer = 'Siehe <x id="1"></x> dies <x id="3"></x> und <x id="5"></x> das <x id="7"></x> nun'
    assert marks.read(parts, answer) == "Siehe **dies** und [das](https://a.example) nun"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("  \n", "empty"),
        ("so " * 500, "times as long"),
        ("<!doctype html><html><body>Sign in</body></html>", "page"),
        ("<b>Hallo</b>", "page"),
        ("Hallo, siehe https://evil.example", "address"),
        ("Hallo, siehe evil.com jetzt", "address"),
        ("javascript:alert(1)", "address"),
    ],
)
def test_a_lie_is_no_translation(answer: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        marks.read(marks.parts("Hello, see this", markdown=False), answer)


def test_what_nobody_can_store_or_see_is_taken_out() -> None:
    parts = marks.parts("Hello", markdown=False)
    assert marks.read(parts, "Ha\x00llo\u202e\x07&#0; \N{FAMILY}\u200d") == "Hallo� \N{FAMILY}\u200d".replace(
        "�", "\ufffd"
    )


def test_long_texts_are_cut_and_longer_ones_refused() -> None:
    sent = spoken("One sentence of some words. " * 600, markdown=False)
    assert len(sent) > 3
    assert max(map(len, sent)) <= 4_000
    with pytest.raises(translating.TooLongError, match="characters"):
        translating.take_apart("a" * 20_001, markdown=False)
    with pytest.raises(translating.TooLongError, match="lines"):
        translating.take_apart("a\n" * 401, markdown=False)


@pytest.mark.parametrize(
    "piece",
    ["A-", "[", "{{", "a.b@", "_a", "`", "www.", "a", "x.y.", "**", "[a](", "<a", "- ", "1 ", "A9-", "+7 "],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    text = (piece * 16_000)[:16_000]
    begun = process_time()
    for markdown in (True, False):
        for unit in translating.units(translating.take_apart(text, markdown=markdown)):
            marks.read(unit.parts, marks.marked(unit.parts))
            marks.apart(unit.parts)
    assert process_time() - begun < 2


@given(st.text(max_size=300), st.booleans())
def test_nothing_of_a_text_is_lost_when_nothing_is_translated(text: str, markdown: bool) -> None:  # noqa: FBT001
    layout = translating.take_apart(text, markdown=markdown)
    bare = [
        "".join(part if isinstance(part, str) else part.text for part in each.parts)
        for each in translating.units(layout)
    ]
    assert "".join(translating.put_together(layout, bare).split()) == "".join(text.split())


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_answered_is_read_or_refused(text: str, answer: str) -> None:
    for unit in translating.units(translating.take_apart(text, markdown=True)):
        try:
            found = marks.read(unit.parts, answer)
        except ValueError:
            continue
        assert found is None or "\x00" not in found


@pytest.mark.parametrize(
    ("one", "other", "is_same"), [("pt-BR", "pt", True), ("zh_TW", "zh", True), ("ru", "en", False)]
)
def test_a_language_is_its_primary_part(one: str, other: str, is_same: bool) -> None:  # noqa: FBT001
    assert translating.same(one, other) is is_same
    assert not translating.same(None, other)
