"""The house rules, executable: each test names the rule that it keeps."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import settings
from app.errors import AppError
from app.operations import ROUTERS
from app.requests import DeskRouter
from app.rules.constraints import CONSTRAINTS
from app.schemas.events import PUBLIC, EventType
from tests import checks

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for path in (ROOT / "app").rglob("*.py"))
PUBLIC_OPERATIONS = {
    "healthz",
    "readyz",
    "metrics",
    "signIn",
    "refreshToken",
    "acceptInvitation",
    "createTotpSetup",
    "getSignInWays",
    "startSso",
    "finishSso",
    "createSsoTokens",
    "confirmStatusSubscription",
    "endStatusSubscription",
    "getPicture",
    "getStatus",
    "getWidgetAppearance",
    "getStatusSubscription",
    "listPastIncidents",
    "getPublicIncident",
    "subscribeToStatus",
    "createWidgetSession",
    "mailSignInLink",
    "createPortalSession",
    "createFeedback",
    "receiveWebhook",
    "receiveUpdate",
    "receiveAlerts",
    "verifyWebhook",
    "getContactChannels",
    "getHelpSitemap",
    "readSideConversationOutside",
    "writeSideMessageOutside",
    "getOptOut",
    "optOut",
    "undoOptOut",
    "getSurveyPage",
    "answerSurvey",
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The OpenAPI description."""
    return checks.document()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every (method, path, operation)."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


# Where one's own is written and everybody's is read.
OTHER_ANSWERS = {"/v1/tickets/{ticket_id}/draft"}


def test_there_are_operations(document: dict[str, Any]) -> None:
    assert len(list(operations(document))) > 30


def test_every_operation_needs_a_caller_unless_listed_public(document: dict[str, Any]) -> None:
    public = {o["operationId"] for _, _, o in operations(document) if o.get("security") == []}
    assert public <= PUBLIC_OPERATIONS, public - PUBLIC_OPERATIONS
    for method, path, operation in operations(document):
        if operation["operationId"] not in public:
            assert "401" in operation["responses"], f"{method} {path} does not say what nobody gets"


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    seen: set[str] = set()
    for method, path, operation in operations(document):
        where = f"{method} {path}"
        assert operation.get("summary"), where
        assert len(operation.get("description", "")) > 15, where
        assert operation.get("tags"), where
        assert re.fullmatch(r"[a-z][A-Za-z]+", operation["operationId"]), where
        assert operation["operationId"] not in seen, where
        seen.add(operation["operationId"])


def test_every_request_body_has_an_example(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for method, path, operation in operations(document):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        name = body.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name:
            assert schemas[name].get("examples"), f"{method} {path}: {name} has no example"


def test_names_of_shapes_are_names_for_people(document: dict[str, Any]) -> None:
    """Two classes of one name would be told apart by their modules, and clients would have types named like that."""
    odd = [name for name in document["components"]["schemas"] if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", name)]
    assert not odd, f"rename a class, so that its name is the only one: {odd}"


def test_every_tag_is_described(document: dict[str, Any]) -> None:
    used = {tag for _, _, operation in operations(document) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}


def test_a_change_answers_with_what_is_read_there(document: dict[str, Any]) -> None:
    """Pages show what they changed by the answer, as if it had been read again."""
    for path, item in document["paths"].items():
        for method in ("post", "put", "patch", "delete"):
            parameters = item.get(method, {}).get("parameters", [])
            if not any(each.get("name", "").lower() == "if-match" for each in parameters):
                continue
            apart = method == "post" or path.endswith(("/avatar", "/logo"))
            read = document["paths"][path.rpartition("/")[0] if apart else path].get("get")
            if read and "200" in item[method]["responses"] and path not in OTHER_ANSWERS:
                shapes = [each["responses"]["200"]["content"]["application/json"] for each in (item[method], read)]
                assert shapes[0]["schema"] == shapes[1]["schema"], (method, path)


def test_refusals_are_problems_everywhere(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        for status, response in operation["responses"].items():
            if status >= "400":
                name = response.get("$ref", "").rpartition("/")[2]
                found = document["components"]["responses"][name] if name else response
                assert list(found["content"]) == ["application/problem+json"], f"{method} {path} {status}"


def test_every_error_code_is_in_the_guide() -> None:
    guide = (ROOT / "docs/guides/errors.md").read_text(encoding="utf-8")
    codes = {error.code for error in AppError.__subclasses__()} | {meaning.code for meaning in CONSTRAINTS.values()}
    for path in MODULES:
        codes |= set(re.findall(r'\bcode="([a-z_]+)"', path.read_text(encoding="utf-8")))
    missing = sorted(code for code in codes if f"`{code}`" not in guide)
    assert not missing, f"not in docs/guides/errors.md: {missing}"


def test_every_event_is_in_the_guide() -> None:
    guide = (ROOT / "docs/guides/events.md").read_text(encoding="utf-8")
    missing = [event.value for event in EventType if f"`{event.value}`" not in guide]
    assert not missing
    assert set(EventType) >= PUBLIC


def test_every_setting_is_in_the_guide() -> None:
    guide = (ROOT / "docs/guides/ops.md").read_text(encoding="utf-8")
    missing = [
        f"OTKLIK_{name.upper()}" for name in settings.Settings.model_fields if f"OTKLIK_{name.upper()}" not in guide
    ]
    assert not missing


def test_every_permission_on_a_route_is_on_its_own_line() -> None:
    for path in (ROOT / "app/routers").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.AsyncFunctionDef) and any("router." in ast.unparse(d) for d in node.decorator_list):
                text = " ".join(ast.unparse(d) for d in node.decorator_list)
                public = "openapi_extra=PUBLIC" in text or "PUBLIC" in text or "websocket" in text
                asks = re.search(
                    r"(agent|anyone|staff|partner|person|customer)\(P\.|_whoever|: Reader\b", ast.unparse(node.args)
                )
                assert public or asks, f"{path.name}:{node.lineno} {node.name} has no caller"


def test_file_names_match_across_layers() -> None:
    routers = {path.stem for path in (ROOT / "app/routers").glob("*.py")} - {"__init__"}
    schemas = {path.stem for path in (ROOT / "app/schemas").glob("*.py")}
    services = {path.stem for path in (ROOT / "app/services").glob("*.py")}
    # The service of the socket and of long polls is the hub; signing in is called a sign-in behind the door.
    assert routers - {"realtime", "sync", "viewers", "auth"} <= services
    assert routers - {"intake"} <= schemas | {"intake"}


LOCKS = (
    "requirements.lock",
    "deploy/requirements.lock",
    "tests/clients/node/package-lock.json",
    "tests/contract/node/package-lock.json",
    "tests/identity/node/package-lock.json",
    "tests/realtime/asyncapi/package-lock.json",
)


def test_no_module_is_over_300_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in MODULES if (n := len(p.read_text().splitlines())) > 300}
    assert not long


def test_each_module_opens_with_a_sentence() -> None:
    for path in MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, f"{path} does not say what belongs there"


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"\.commit\(", {"app/db.py"}),
        (r"datetime\.now\(|utcnow\(|time\.time\(|date\.today\(|time\.monotonic\(", {"app/clock.py"}),
        (r"^\s*(from|import) jose\b", {"app/services/tokens.py"}),
        (r"(?<![\w.])Event\(", {"app/services/events.py", "app/models/events.py"}),
    ],
)
def test_only_one_place(pattern: str, allowed: set[str]) -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in MODULES
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line) and not line.lstrip().startswith(("#", '"', "class "))
    }
    assert found <= allowed, found - allowed


def test_models_import_no_models() -> None:
    for path in (ROOT / "app/models").glob("*.py"):
        if path.stem != "__init__":
            imported = re.findall(r"from app\.models\.(\w+)", path.read_text(encoding="utf-8"))
            assert set(imported) <= {"columns"}, path


def test_every_ignored_lint_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ruff = text[text.index("[tool.ruff.lint]") : text.index("[tool.mypy]")]
    for line in ruff.splitlines():
        if re.match(r'\s+"[A-Z]+\d+",', line):
            assert "#" in line, f"no reason: {line.strip()}"
    assert tomllib.loads(text)["tool"]["ruff"]["lint"]["select"] == ["ALL"]


def test_the_migrated_schema_is_what_the_models_say(postgres: str) -> None:
    from app import migrations  # noqa: PLC0415 - alembic's configuration is only for this test

    migrations.check(postgres)


def test_lock_files_name_no_address() -> None:
    """Where to fetch is decided by whoever installs."""
    locks = [ROOT / name for name in LOCKS]
    assert [str(each) for each in locks if "://" in each.read_text(encoding="utf-8")] == []


def test_every_router_steps_aside_at_once_for_paths_of_others() -> None:
    """A plain router would try each of its patterns on every request of the desk."""
    assert [each.prefix for each in ROUTERS if not isinstance(each, DeskRouter)] == []
