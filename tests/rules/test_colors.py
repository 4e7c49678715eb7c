"""Whatever colour a brand has, its words are read: WCAG 2.2 AA by construction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.colors import DARK, LIGHT, READABLE, colors, contrast

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLORS, st.sampled_from([LIGHT, DARK]))
def test_every_colour_is_read_on_and_with(accent: str, surface: str) -> None:
    made = colors(accent, surface)
    assert contrast(made.accent_text, made.accent) >= READABLE
    assert contrast(made.ink, surface) >= READABLE
    assert made.accent == accent


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffd400", "#ffffff", 1.43)],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_a_colour_that_is_read_stays_what_it_is() -> None:
    assert colors("#1d4ed8", LIGHT).ink == "#1d4ed8"
    assert colors("#ffd400", LIGHT).ink != "#ffd400"
    assert colors("#ffd400", DARK).ink == "#ffd400"
