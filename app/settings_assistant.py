"""The settings of the assistant: a model that somebody else runs, and how much it may be asked."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class AssistantSettings(BaseSettings):
    """A part of `Settings`. Without an address and a model there is no assistant, and nothing leaves the desk."""

    assistant_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$",
        description="Where a server speaks OpenAI's chat completions, up to /chat/completions: "
        "https://api.openai.com/v1; absent: no assistant.",
    )
    assistant_key: SecretStr | None = Field(default=None, description="Its key; absent: the server wants none.")
    assistant_model: str | None = Field(
        default=None, min_length=1, max_length=200, description="The model's name; absent: no assistant."
    )
    assistant_timeout: float = Field(default=30, ge=0.1, le=50, description="Seconds that one answer may take.")
    assistant_context: int = Field(
        default=24_000, ge=1_000, le=400_000, description="Characters of a thread and articles that one call may send."
    )
    assistant_daily_calls: int = Field(
        default=2_000, ge=0, description="Calls in a day (UTC) of the whole desk; 0: no limit."
    )
    assistant_daily_tokens: int = Field(
        default=0, ge=0, description="Tokens in a day, as the provider counts them; 0: no limit."
    )
    assistant_log_days: float = Field(
        default=30, ge=0, le=3_650, description="So long prompts and outputs are kept, redacted; 0: none are."
    )
