"""Single sign-on as the console sees it."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import In, Out

Challenge = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class SignInWaysOut(Out):
    """How agents sign in to this desk."""

    passwords: bool
    sso: str | None = Field(description="What the button is called; null: there is no single sign-on.")


class SsoTokensIn(In):
    """The code that came back, and the secret that the page has kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"code": "otc_4f0c2m...", "verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}]
        }
    )

    code: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    verifier: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]
