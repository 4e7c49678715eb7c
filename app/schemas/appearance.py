"""How a brand looks where customers meet it: the widget, the portal, the help centre."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.schemas.base import In, Language, Line, Out, Paragraph, WebAddress
from app.schemas.contact_channels import HoursOut

ACCENT = "#3b5bdb"
MOST_LANGUAGES = 40

Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(str.lower)]


def _by_language(texts: dict[str, str]) -> dict[str, str]:
    wrong = next((tag for tag in texts if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)), None)
    if wrong is not None:
        msg = f"must be by language tag, like en or pt-BR, and not {wrong[:40]!r}"
        raise ValueError(msg)
    return texts


_FIELD = Field(
    max_length=MOST_LANGUAGES, description="By language tag. Where there is none in a reader's, a built-in one."
)
Lines = Annotated[dict[str, Line], _FIELD, AfterValidator(_by_language)]
Paragraphs = Annotated[dict[str, Paragraph], _FIELD, AfterValidator(_by_language)]


class AppearanceIn(In):
    """How the brand looks to its customers. The logo is uploaded: `PUT /v1/brands/{key}/logo`."""

    accent: Color = Field(default=ACCENT, description="Any colour: what is written on it is chosen so that it is read.")
    accent_dark: Color | None = Field(default=None, description="On dark pages; null: the same.")
    title: Lines = {}
    greeting: Paragraphs = {}
    launcher: Lines = {}
    consent: Paragraphs = {}
    privacy_url: WebAddress | None = Field(default=None, description="What the consent links to.")
    position: Literal["start", "end"] = Field(default="end", description="The corner, in the direction of the text.")
    languages: Annotated[list[Language], Field(max_length=MOST_LANGUAGES)] = Field(
        default=[], description="What the widget offers, the first where nobody knows the reader's; empty: all it has."
    )


class AppearanceOut(Out):
    """How the brand looks to its customers."""

    accent: str
    accent_dark: str | None
    title: dict[str, str]
    greeting: dict[str, str]
    launcher: dict[str, str]
    consent: dict[str, str]
    privacy_url: str | None
    position: Literal["start", "end"]
    languages: list[str]
    logo_url: str | None = Field(description="A path of the desk.")


class ColorsOut(Out):
    """A colour in one scheme. Each pair has a contrast of 4.5 and more."""

    accent: str = Field(description="As a surface: of buttons, of what the customer says.")
    accent_text: str = Field(description="What is written on it.")
    ink: str = Field(description="As text and outlines on the page.")


class SchemesOut(Out):
    """Colours by scheme."""

    light: ColorsOut
    dark: ColorsOut


class WidgetAppearanceOut(Out):
    """All that a widget shows before anybody says anything, in one language."""

    brand: str | None = Field(description="Null on a desk without brands.")
    name: str | None
    locale: str = Field(description="Of the texts: the asked one, when the brand offers it.")
    languages: list[str] = Field(description="Offered; empty: all that the widget has.")
    title: str
    greeting: str
    launcher: str
    consent: str | None = Field(description="To be agreed to before the first word is sent; null: nothing is asked.")
    privacy_url: str | None
    position: Literal["start", "end"]
    logo_url: str | None = Field(description="A path of the desk.")
    colors: SchemesOut
    chat: bool = Field(description="Whether the brand chats at all; if not, a form is all there is.")
    hours: HoursOut | None = Field(description="Whether somebody is there; null: the brand has no hours.")
    help: bool = Field(description="Whether its help centre has anything to read.")
