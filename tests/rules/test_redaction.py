"""Personal data and secrets: found in every spelling, hidden the same way, put back only where that is wanted."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.redaction import MOST, Mask, redacted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to Vera.Petrova+x@example.com, please", "Write to [mail 1], please"),
        ("или на вера@почта.рф.", "или на [mail 1]."),
        ("Call +7 (912) 345-67-89 or 8 912 345 67 89.", "Call [phone 1] or [phone 2]."),
        ("Order 4567890123 of 2026-11-26, 12.11.2026, 1 234 567 rub", "Order 4567890123 of 2026-11-26, 12.11.2026, 1 234 567 rub"),
        ("Card 4111 1111 1111 1111, or 4111-1111-1111-1112", "Card [card], or 4111-1111-1111-1112"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [account]"),
        ("пароль: hunter2, my password is hunter2", "пароль: [secret], my password is [secret]"),
        ("My password is wrong", "My password is wrong"),
        ("https://u:p@host.example/x?token=abc&x=1", "https://[secret]@host.example/x?token=[secret]&x=1"),
        ("Authorization: Bearer abcdefghijkl", "Authorization: Bearer [secret]"),
        ("key sk-abcdefghijklmnopq", "key [secret]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "[secret]"),
        ("9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c", "[secret]"),
        ("id 0193a1f0-c4d2-7a3e-8a3e-0193a1f0c4d2", "id 0193a1f0-c4d2-7a3e-8a3e-0193a1f0c4d2"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "[secret]"),
        ("", ""),
        ("🙂 ----------------------------", "🙂 ----------------------------"),
    ],
)  # fmt: skip
def test_what_is_personal_or_secret_is_not_kept(text: str, kept: str) -> None:
    assert redacted(text) == kept


def test_one_address_has_one_name_in_a_conversation_and_comes_back() -> None:
    mask = Mask()
    first = mask.hide("I am vera@example.com")
    assert (first, mask.hide("VERA@example.com or anna@example.com")) == ("I am [mail 1]", "[mail 1] or [mail 2]")
    assert mask.show("[mail 1], [mail 2], [mail 3]") == "vera@example.com, anna@example.com, [mail 3]"
    assert mask.strange("[mail 1] [phone 9]") == ["[phone 9]"]
    # A secret is gone for good.
    assert mask.show(mask.hide("token=abcdef")) == "token=[secret]"


@given(st.text(max_size=400))
def test_any_text_is_hidden_once_and_shown_as_it_was_but_for_secrets(text: str) -> None:
    mask = Mask()
    hidden = mask.hide(text)
    assert mask.hide(hidden) == hidden
    if "[secret]" not in hidden and "[card]" not in hidden and "[account]" not in hidden:
        assert mask.show(hidden).casefold() == text.casefold()


@pytest.mark.parametrize(
    "part", ["a", "1 ", "a@", "+1", "-----BEGIN A-----", "password: ", "AB12 ", "?token", "(123) ", "a:b@"]
)
def test_a_hostile_text_takes_no_longer_than_another(part: str) -> None:
    begun = time.process_time()
    assert len(redacted(part * (60_000 // len(part)))) <= MOST
    assert time.process_time() - begun < 1


def test_many_addresses_take_no_longer_than_other_words() -> None:
    begun = time.process_time()
    assert redacted(" ".join(f"a{each}@b.cc" for each in range(12_000))).endswith("[mail 12000]")
    assert time.process_time() - begun < 1
