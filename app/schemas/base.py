"""What all wire shapes share: strictness, and the common field types."""

import re
import unicodedata
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
)  # fmt: skip
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.rules.mail_domains import readable


def _meant(schema: Any) -> None:  # noqa: ANN401 - Pydantic's schemas are dictionaries of many kinds
    kind = schema.get("type") if isinstance(schema, dict) else None
    if kind == "function-before" and schema["function"]["function"] is _number:
        return
    for each in list(schema.values()) if isinstance(schema, dict) else schema:
        if isinstance(each, dict | list | tuple):
            _meant(each)
    if kind == "bool":
        schema["strict"] = True
    if kind in ("int", "float"):
        # JSON knows one kind of number: 5.0 is the integer 5 to a schema.
        number = {**schema, "strict": False}
        schema.clear()
        schema.update(core_schema.no_info_before_validator_function(_number, number))


def _number(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, bool | str):
        kind, text = "number_type", "Input should be a number"
        raise PydanticCustomError(kind, text)
    return value


class In(BaseModel):
    """A request body: unknown fields are refused, never dropped silently, and nothing is taken for something else."""

    model_config = ConfigDict(extra="forbid", str_max_length=200_000)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Numbers are numbers and truths are truths, as the schema says: `false` is no 0, and `"5"` no 5.

        Strictness for the whole model would refuse ids and instants too, which JSON can only write as strings.
        """
        made = handler(source)
        _meant(made)
        return made


class Out(BaseModel):
    """A response body. Fields may be added in later versions."""

    model_config = ConfigDict(extra="forbid")


_DATED = re.compile(r"\d{4}-\d\d-\d\d")


def _storable(value: str) -> str:
    if "\x00" in value:
        msg = "must not contain the NUL character"
        raise ValueError(msg)
    return value


Text = Annotated[str, AfterValidator(_storable)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), AfterValidator(_storable)]
Subject = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(_storable)
]
Paragraph = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_storable)
]
Body = Annotated[str, StringConstraints(min_length=1, max_length=16_384), AfterValidator(_storable)]
# A message that is only files says nothing.
MaybeBody = Annotated[str, StringConstraints(max_length=16_384), AfterValidator(_storable)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
# Of a page that people open, not of a service that the desk calls.
WebAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=r'^https?://[^\s<>"\\\x00]+$')
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ().-]{3,30}$")]


def _address(value: str) -> str:
    if not re.fullmatch(f"{_PART}+@{_PART}+", value):
        msg = "must be an e-mail address, like vera@example.com"
        raise ValueError(msg)
    # The Kelvin sign is no K to who delivers mail, and is one to whoever compares in small letters.
    return readable(unicodedata.normalize("NFC", value))


_PART = r'[^@\s\x00-\x1f<>()\[\],;:\\"]'
# The shape is checked, not the domain: a company's own network has names that the internet has not (anna@desk.local),
# and only a letter can tell whether an address is good.
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(_address),
    Field(json_schema_extra={"format": "email"}),
]


def _tidy(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


def _each_once(values: list[str]) -> list[str]:
    """Whatever the case: the first way to write it stays."""
    return list({value.casefold(): value for value in reversed(values)}.values())[::-1]


def _written_out(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """An instant is written as one: a number might be seconds or milliseconds, and of which clock?"""
    if isinstance(value, int | float) or (isinstance(value, str) and not _DATED.match(value)):
        kind, text = "datetime_parsing", "Input should be an instant like 2026-11-26T09:30:00Z"
        raise PydanticCustomError(kind, text)
    return value


Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    AfterValidator(_storable),
    AfterValidator(_tidy),
]
Tags = Annotated[list[Tag], Field(max_length=50), AfterValidator(_each_once)]
Instant = Annotated[AwareDatetime, BeforeValidator(_written_out)]


def _small(value: dict[str, Any]) -> dict[str, Any]:
    if len(value) > 100:  # noqa: PLR2004 - the limit, said in the message
        msg = "at most 100 custom fields"
        raise ValueError(msg)
    if any(len(key) > 100 for key in value):  # noqa: PLR2004
        msg = "a custom field's name has at most 100 characters"
        raise ValueError(msg)
    return value


CustomFields = Annotated[dict[str, Any], AfterValidator(_small)]


class Reference(Out):
    """Somebody or something by id and name."""

    id: UUID
    name: str | None


class FieldError(Out):
    """What is wrong with one field of the body (`pointer`) or with one parameter."""

    pointer: str | None = None
    parameter: str | None = None
    location: str | None = Field(default=None, alias="in")
    detail: str
    code: str | None = None


class Problem(BaseModel):
    """A refusal (RFC 9457). `code` is stable; `errors` points at fields."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:otklik:problem:not_found",
                    "title": "There is no such thing, or it is not yours to see",
                    "status": 404,
                    "detail": "There is no such thing, or it is not yours to see",
                    "code": "not_found",
                    "request_id": "0193a1f0c4d27a3e",
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldError] = []
