"""Systems that post alerts, as staff set them up."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Key, Line, Out, Text
from app.schemas.monitors import Impact, Opens

Label = Annotated[Text, StringConstraints(min_length=1, max_length=200)]


class LabelComponent(In):
    """Alerts whose label has this value are about this component."""

    label: Label
    value: Label
    component_id: UUID


Severity = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^A-Z\x00]+$")]
Components = Annotated[list[LabelComponent], Field(max_length=200)]
Impacts = Annotated[dict[Severity, Impact], Field(max_length=20, description="By the label `severity`, in lower case.")]


class AlertSourceIn(In):
    """A system that watches for you."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Prometheus",
                    "shape": "alertmanager",
                    "proof": "bearer",
                    "components": [
                        {"label": "job", "value": "shop", "component_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}
                    ],
                }
            ]
        }
    )

    name: Line
    shape: Literal["alertmanager", "grafana", "generic"]
    proof: Literal["url", "bearer", "hmac"] = Field(
        default="url", description="What it shows besides its address: nothing, the secret as a bearer, or a signature."
    )
    components: Components = []
    impacts: Impacts = {"info": "none", "warning": "minor", "error": "major", "critical": "critical"}
    impact: Impact = Field(default="minor", description="Of every other severity.")
    brand: Key | None = None
    opens: Opens = Opens()
    quiet_seconds: int = Field(default=900, ge=0, le=86_400)
    enabled: bool = True


class AlertSourcePatch(In):
    """Changes of a source; lists are replaced whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": False}]})

    name: Line | None = None
    components: Components | None = None
    impacts: Impacts | None = None
    impact: Impact | None = None
    brand: Key | None = None
    opens: Opens | None = None
    quiet_seconds: int | None = Field(default=None, ge=0, le=86_400)
    enabled: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "AlertSourcePatch":
        for name in self.model_fields_set - {"brand"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class AlertSourceOut(Out):
    """A source of alerts."""

    id: UUID
    name: str
    shape: Literal["alertmanager", "grafana", "generic"]
    proof: Literal["url", "bearer", "hmac"]
    components: list[LabelComponent]
    impacts: dict[str, Impact]
    impact: Impact
    brand: str | None
    opens: Opens
    quiet_seconds: int
    enabled: bool
    seen_at: Instant | None = Field(description="When it last said something.")
    version: int
    created_at: Instant
    updated_at: Instant


class AlertSourceMade(AlertSourceOut):
    """The same with what is shown once."""

    address: str = Field(description="Where it posts to; nobody can read it again.")
    secret: str | None = Field(description="What it shows as a bearer, or signs with.")


class AlertSourcePage(Out):
    """A page of sources, by name."""

    items: list[AlertSourceOut]
    next_cursor: str | None
