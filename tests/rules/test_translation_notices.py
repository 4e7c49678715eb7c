"""Whoever reads a translation is told so, in a language of theirs."""

import pytest

from app.rules.translation_notices import notice


@pytest.mark.parametrize(
    ("source", "reader", "said"),
    [
        ("ru", "en-GB", "Translated from Russian."),
        ("de", "ru", "Переведено. Язык оригинала: немецкий."),
        ("pt-BR", "de", "Übersetzt. Sprache des Originals: Portugiesisch."),
        ("ru", "ja", "Translated from Russian."),
        ("ru", None, "Translated from Russian."),
        ("und", "en", "This is a translation."),
        ("zz", "ru", "Это перевод."),
        ("<b>", "en", "This is a translation."),
    ],
)
def test_a_notice(source: str, reader: str | None, said: str) -> None:
    assert notice(source, reader) == said
