"""Numbers made of words: bounded, the same for the same words, and found again as they were written."""

from hypothesis import given
from hypothesis import strategies as st

from app.rules.text_marks import MOST_PHRASES, MOST_WORDS, named, number, of


@given(st.text(max_size=100), st.text(max_size=200))
def test_any_text_has_bounded_marks(subject: str, body: str) -> None:
    marks = of(subject, body)
    assert len(marks.words) <= MOST_WORDS
    assert len(marks.phrases) <= MOST_PHRASES
    assert all(-(2**31) <= each < 2**31 for each in (*marks.words, *marks.phrases))
    assert of(subject, body) == marks
    assert set(named(marks.words, [(subject, None), (body, None)])) == set(marks.words)


def test_endings_do_not_matter_and_phrases_do() -> None:
    assert of("Карты и счета").words == of("карта, счет!").words
    assert set(of("card payment declined").phrases) == {
        number("card payment"), number("payment declin"), number("card payment declin"),
    }  # fmt: skip
    # From one text to the next there is no phrase.
    assert of("card", "payment").phrases == []
    found = named(
        [number("card payment")], [("My Card Payments fail", "en"), ("card payments", "en"), ("card payment", None)]
    )
    assert (found[number("card payment")].stems, found[number("card payment")].written) == (
        "card payment",
        "card payments",
    )


def test_a_long_log_is_known_by_its_beginning() -> None:
    marks = of("word " * 100_000, " ".join(f"unique{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)))
    assert len(marks.words) == MOST_WORDS
