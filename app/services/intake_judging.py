"""What a mapping has found in a partner's JSON, judged: a delivery with a meaning, or problems with pointers."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.errors import Invalid, pointer, words_of
from app.rules.intake import Extracted
from app.rules.intake_deciding import CHANGEABLE, Age
from app.schemas.intake import IntakeTicket

MAX_NAME = 255


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delivery that fits: its fields, and those of them that the partner has really said."""

    ticket: IntakeTicket
    explicit: frozenset[str]

    @property
    def says(self) -> dict[str, Any]:
        """What it says of fields that can be changed later, as JSON."""
        names = self.explicit & set(CHANGEABLE)
        return self.ticket.model_dump(mode="json", include=set(names))

    @property
    def age(self) -> Age:
        """How new it is."""
        return Age(self.ticket.updated_at, self.ticket.sequence)

    @property
    def words(self) -> str | None:
        """What it adds to a thread that is there; None: nothing, or only what may have been the opening."""
        return self.ticket.comment

    @property
    def opening(self) -> str | None:
        """The body, when the partner has sent one."""
        return self.ticket.body if "body" in self.explicit else None


def named(found: Extracted) -> str | None:
    """The external id of what it is about, also when the rest of it does not fit."""
    value = found.values.get("external_id")
    return value if isinstance(value, str) and len(value) <= MAX_NAME else None


def judged(found: Extracted) -> Wanted:
    """What the mapping found, judged. Raises `Invalid` (`no_text`, `mapping_failed`, `invalid`) with pointers into the
    partner's own JSON.
    """
    if found.troubles:
        errors = [pointer(_escaped(name), f"{name}: {why}") for name, why in sorted(found.troubles.items())]
        raise Invalid("A rule of the source's mapping fails on this JSON", code="mapping_failed", errors=errors)
    if "body" not in found.values and "external_id" not in found.values:
        raise no_text()
    requester = {
        name.removeprefix("requester_"): value for name, value in found.values.items() if name.startswith("requester_")
    }
    fields = {name: value for name, value in found.values.items() if not name.startswith("requester_")}
    try:
        ticket = IntakeTicket.model_validate({**fields, "requester": requester})
    except ValidationError as error:
        refused = []
        for each in error.errors(include_url=False, include_context=False, include_input=False)[:50]:
            head, *rest = (str(part) for part in each["loc"])
            name = f"requester_{rest[0]}" if head == "requester" and rest else head
            refused.append(pointer(_escaped(found.paths.get(name, name)), f"{name}: {words_of(each)}"))
        raise Invalid(errors=refused) from error
    explicit = frozenset(name for name, origin in found.origins.items() if origin != "completed")
    return Wanted(ticket, explicit)


def no_text() -> Invalid:
    """Nothing says what it is about."""
    detail = "No subject and no body was found in this JSON; the source's mapping says where they are"
    return Invalid(detail, code="no_text", errors=[pointer("body", detail)])


def _escaped(path: str) -> str:
    return path.replace("~", "~0").replace("/", "~1")
