"""The scenarios of `docs/protocol/vectors.json`, and how the Python state machine runs through one."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.client.actions import Action, Changed, Followed, Notice, Problem, Tell, Typing, Update
from app.client.dialing import is_final
from app.client.state import DeskState

PATH = Path(__file__).resolve().parents[2] / "docs/protocol/vectors.json"
VECTORS: dict[str, list[dict[str, Any]]] = json.loads(PATH.read_text(encoding="utf-8"))
SCENARIOS, WAITS = VECTORS["scenarios"], VECTORS["waits"]


_NAMES: dict[type, str] = {Problem: "error"}


class Run:
    """One client going through one scenario. `names` holds the frame ids that it chose."""

    def __init__(self) -> None:
        self.state = DeskState()
        self.names: dict[str, int] = {}

    def step(self, step: dict[str, Any]) -> None:
        """Do a step, and hold what comes out against what is expected."""
        actions = self._do(step)
        sends = [action.frame for action in actions if isinstance(action, Tell)]
        tells = [shown(action) for action in actions if not isinstance(action, Tell)]
        expected = step.get("sends", [])
        assert len(sends) == len(expected), f"{step}: sends {sends}"
        for frame, wanted in zip(sends, expected, strict=True):
            if "id" in wanted:
                self.names[wanted["id"]] = frame["id"]
            assert frame == self._named(wanted), step
        wanted_tells = step.get("tells", [])
        assert len(tells) == len(wanted_tells), f"{step}: tells {tells}"
        for told, wanted in zip(tells, wanted_tells, strict=True):
            assert {key: told.get(key) for key in wanted} == wanted, step

    def _named(self, frame: dict[str, Any]) -> dict[str, Any]:
        return {
            key: self.names[value] if key in {"id", "re"} and isinstance(value, str) else value
            for key, value in frame.items()
        }

    def _do(self, step: dict[str, Any]) -> list[Action]:
        if "program" in step:
            return self._ask(**step["program"])
        if "welcome" in step:
            return self.state.connected(step["welcome"])
        if "frame" in step:
            return self.state.received(self._named(step["frame"]))
        if "closed" in step:
            assert is_final(step["closed"]) is not step["comes_back"]
            assert self.state.stay_away_ms == step.get("not_before_ms", self.state.stay_away_ms)
            self.state.disconnected()
            return []
        assert step == {"restarted": True}
        kept = json.loads(json.dumps(self.state.snapshot()))
        self.state = DeskState()
        self.state.restore(kept)
        return []

    def _ask(self, ask: str, **more: Any) -> list[Action]:
        match ask:
            case "subscribe":
                return self.state.subscribe(more["room"], after=more.get("after"))
            case "unsubscribe":
                return self.state.unsubscribe(more["room"])
            case "presence":
                return self.state.show(more["state"])
            case "typing expired":
                return self.state.typing_expired(**more)
            case _:
                asked: Callable[..., list[Action]] = getattr(self.state, ask)
                return asked(**more)


def shown(action: Action) -> dict[str, Any]:
    """An action as the vectors name it."""
    told: dict[str, Any] = {"type": _NAMES.get(type(action), type(action).__name__.lower()), **asdict(action)}
    match action:
        case Update():
            told["from"] = action.author
        case Followed():
            told |= {"last_seq": action.last, **action.more}
        case Changed():
            told["list"] = action.room
        case Typing():
            told = {**action.frame, **told}
        case Notice():
            told = {**action.frame, "type": action.frame["t"]}
        case _:
            pass
    return told
