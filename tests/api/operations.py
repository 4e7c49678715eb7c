"""Every documented operation, with an address, a body and a caller to try it with: what the matrices walk over."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from app.ids import new_id
from tests import checks


@dataclass(frozen=True)
class Operation:
    """One operation of the OpenAPI description."""

    name: str
    method: str
    template: str
    described: dict[str, Any]
    components: dict[str, Any]

    def __str__(self) -> str:
        return self.name

    @property
    def public(self) -> bool:
        """Whether it needs no credential."""
        return any(not each for each in self.described.get("security", [{"bearer": []}])) or (
            self.described.get("security") == []
        )

    @property
    def signed(self) -> bool:
        """Whether the body is signed, and so read before it is understood."""
        return bool(self.described.get("x-raw-body"))

    @property
    def has_ids(self) -> bool:
        """Whether its address names something."""
        return "{" in self.template

    @property
    def example(self) -> Any:
        """The documented example of its body; None when it takes no body."""
        schema = self._body_schema()
        examples: list[Any] = schema.get("examples") or ([{}] if schema else [None])
        return examples[0]

    @property
    def takes_body(self) -> bool:
        """Whether it reads a JSON body that fits a schema."""
        return bool(self._body_schema())

    @property
    def needs_body(self) -> bool:
        """Whether it refuses to work without one."""
        return self.takes_body and bool(self.described["requestBody"].get("required"))

    @property
    def fields(self) -> list[str]:
        """The fields of its body."""
        return list(self._body_schema().get("properties", {}))

    @property
    def ids(self) -> list[str]:
        """The names in its address."""
        return [each["name"] for each in self.described.get("parameters", []) if each["in"] == "path"]

    @property
    def only_uuids(self) -> bool:
        """Whether all names in its address are ids."""
        kinds = [each["schema"].get("format") for each in self.described.get("parameters", []) if each["in"] == "path"]
        return set(kinds) == {"uuid"}

    @property
    def query(self) -> dict[str, dict[str, Any]]:
        """Its query parameters: a schema by name."""
        return {each["name"]: each["schema"] for each in self.described.get("parameters", []) if each["in"] == "query"}

    @property
    def tag(self) -> str:
        """What it is about."""
        return str(self.described["tags"][0])

    @property
    def body_schema(self) -> dict[str, Any]:
        """What is documented about its JSON body."""
        content = self.described.get("requestBody", {}).get("content", {})
        return dict(content.get("application/json", {}).get("schema", {}))

    def address(self, **values: object) -> str:
        """Its path with these values; ids that are not given are of nothing."""
        path = self.template
        for parameter in self.described.get("parameters", []):
            if parameter["in"] == "path":
                name = parameter["name"]
                path = path.replace("{" + name + "}", str(values.get(name, self.some(parameter))))
        return path

    @staticmethod
    def some(parameter: dict[str, Any]) -> UUID | str:
        """A value that fits a path parameter."""
        return new_id() if parameter["schema"].get("format") == "uuid" else "something"

    def _body_schema(self) -> dict[str, Any]:
        content = self.described.get("requestBody", {}).get("content", {})
        schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
        for choice in schema.get("anyOf", [schema]):
            name = choice.get("$ref", "").rpartition("/")[2]
            if name:
                found: dict[str, Any] = self.components["schemas"][name]
                return found
        return schema


@cache
def described_operations() -> list[Operation]:
    """The operations for parametrised tests."""
    document = checks.document()
    return [
        Operation(described["operationId"], method.upper(), path, described, document["components"])
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]
