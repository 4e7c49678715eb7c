"""Greetings: right at any hour, in any language, with or without names."""

import pytest

from app.rules.greetings import first_name, greet


@pytest.mark.parametrize(
    ("hour", "english"),
    [
        (4, "Hello"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (18, "Good evening"),
        (23, "Hello"),
    ],
)
def test_the_hour_is_theirs(hour: int, english: str) -> None:
    assert greet("en-GB", hour=hour, customer="Vera", agent="Anna") == f"{english}, Vera! My name is Anna."


def test_without_names_and_hours() -> None:
    assert greet(None, hour=None, customer=None, agent=None) == "Hello!"
    assert greet("ru", hour=9, customer=None, agent="Анна") == "Доброе утро! Меня зовут Анна."
    assert greet("ru", hour=14, customer="Вера", agent=None) == "Добрый день, Вера!"
    # A language that we do not speak.
    assert greet("tlh", hour=14, customer="Vera", agent=None) == "Good afternoon, Vera!"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Vera Petrova", "Vera"), ("Вера Ивановна Петрова", "Вера"), ("Петрова Вера Ивановна", "Вера"),
        ("  Vera ", "Vera"), ("vera@example.com", None), ("+7 900 000-00-00", None), ("", None), (None, None),
        ("Петров Иван Ильич", "Иван"), ("Ve\u202era", "Vera"), ("Vera\nPetrova", "Vera"),
    ],
)  # fmt: skip
def test_by_which_name(name: str | None, first: str | None) -> None:
    assert first_name(name) == first
