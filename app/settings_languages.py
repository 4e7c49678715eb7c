"""The settings of languages: those that customers write in, and a desk's own words."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode

from app.locales import checked


class LanguageSettings(BaseSettings):
    """A part of `Settings`."""

    languages: Annotated[list[str], NoDecode] = Field(
        default=["ru", "en"],
        description="Languages that customers are expected to write in, with commas, the usual one of each alphabet"
        " first: short texts are taken for one of these.",
    )
    locales: Path | None = Field(
        default=None,
        description="A folder of catalogues (de.po ...) with your own words, or another language's, for what the desk"
        " says to customers.",
    )

    @field_validator("languages", mode="before")
    @classmethod
    def parted(cls, value: object) -> object:
        """Read `ru,en`."""
        return [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value

    @field_validator("languages")
    @classmethod
    def languages_themselves(cls, value: list[str]) -> list[str]:
        """Refuse what is no language, or is one as a country speaks it."""
        if not value or any(not re.fullmatch(r"[a-z]{2,3}", each) for each in value):
            msg = "must be languages like ru,en"
            raise ValueError(msg)
        return list(dict.fromkeys(value))

    @field_validator("locales")
    @classmethod
    def catalogues(cls, value: Path | None) -> Path | None:
        """Refuse a folder with anything wrong in it: else a customer would find it."""
        return None if value is None else checked(value)
