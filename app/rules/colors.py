"""Colours of brands, and what can be read on them: contrast as WCAG 2.2 counts it."""

from dataclasses import dataclass
from typing import Final

# What text needs at least (success criterion 1.4.3).
READABLE: Final = 4.5
# The surfaces that the desk's own pages are drawn on.
LIGHT: Final = "#ffffff"
DARK: Final = "#1a1d23"
_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Colors:
    """A brand's colour in one scheme: as a surface, the text on it, and as a text on the page."""

    accent: str
    accent_text: str
    ink: str


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of sRGB


def luminance(color: str) -> float:
    """The relative luminance of `#rrggbb`, from 0 to 1."""
    red, green, blue = (_linear(each) for each in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def on(color: str) -> str:
    """What is read on a colour: white or black. One of them always has 4.5 and more; white where both have."""
    return "#ffffff" if contrast("#ffffff", color) >= READABLE else "#000000"


def ink(color: str, surface: str) -> str:
    """The colour itself where it is read on the surface, else as little darker or lighter as it takes."""
    towards = 0 if luminance(surface) > 0.5 else 255  # noqa: PLR2004 - the middle
    for step in range(_STEPS + 1):
        mixed = [round(each + (towards - each) * step / _STEPS) for each in _channels(color)]
        made = "#" + "".join(f"{each:02x}" for each in mixed)
        if contrast(made, surface) >= READABLE:
            return made
    raise AssertionError  # black on light and white on dark are read


def colors(accent: str, surface: str) -> Colors:
    """A brand's colour on a surface."""
    return Colors(accent=accent, accent_text=on(accent), ink=ink(accent, surface))
