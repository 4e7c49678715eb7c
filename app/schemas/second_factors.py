"""Second factors as agents set one up, prove and lose it."""

from pydantic import ConfigDict, Field

from app.schemas.auth import Totp, Typed
from app.schemas.base import In, Instant, Line, Out


class SecondFactorIn(In):
    """One's password: whoever finds an open screen must not lock its owner out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "a long sentence of mine"}]})

    password: Typed | None = Field(default=None, description="Not for agents who have none and sign in elsewhere.")


class TotpSetupIn(In):
    """E-mail address and password of an agent who cannot sign in without a second factor yet."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "anna@example.com", "password": "a long sentence of mine"}]}
    )

    email: Line
    password: Typed


class CodeIn(In):
    """A code that the phone shows now, or a recovery code."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "492 039"}]})

    code: Totp


class SecondFactorOut(Out):
    """What there is of one's second factor."""

    enabled: bool
    required: bool = Field(description="Whether the desk lets your role in with a password only together with one.")
    confirmed_at: Instant | None
    recovery_codes_left: int


class SecondFactorSetupOut(Out):
    """A new secret, shown this once. It counts when a code of it has been sent."""

    secret: str = Field(description="To be typed where no picture can be read.")
    uri: str = Field(description="The same as an `otpauth://` address.")
    qr: str = Field(description="The same as a picture: `data:image/svg+xml,...`.")


class RecoveryCodesOut(Out):
    """Ten codes, each good once in place of the phone's. They are shown this once."""

    recovery_codes: list[str]
