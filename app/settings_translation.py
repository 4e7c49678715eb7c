"""The settings of translation: whose service is asked, where it is, and how long it may take."""

from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings


class TranslationSettings(BaseSettings):
    """A part of `Settings`. Without a provider nothing is translated, and nothing leaves the desk."""

    translation_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$",
        description="Where the translation provider is; absent: its public address. LibreTranslate has none.",
    )
    translation_key: SecretStr | None = Field(default=None, description="Its key.")
    translation_model: str | None = Field(
        default=None, min_length=1, max_length=200, description="The model, of a provider that speaks chat completions."
    )
    translation_timeout: float = Field(
        default=10, ge=0.1, le=50, description="Seconds that one translation may take, with everything."
    )
    translation_provider: Literal["libretranslate", "deepl", "yandex", "openai"] | None = Field(
        default=None,
        description="Who translates messages: libretranslate, deepl, yandex, or openai (any server that speaks its "
        "chat completions); absent: nobody.",
    )

    @field_validator("translation_provider")
    @classmethod
    def complete(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Refuse a provider that cannot be asked."""
        needed = {
            "libretranslate": "translation_url",
            "deepl": "translation_key",
            "yandex": "translation_key",
            "openai": "translation_model",
        }
        lacking = needed.get(value or "")
        # What was wrong with the other one is said already.
        if lacking is not None and lacking in info.data and info.data[lacking] is None:
            msg = f"{value} needs OTKLIK_{lacking.upper()}"
            raise ValueError(msg)
        return value
