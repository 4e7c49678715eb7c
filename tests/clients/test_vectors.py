"""The published scenarios: their frames are frames of the protocol, and the Python client does what they say."""

import json
import random
from typing import Any

import pytest
from pydantic import ValidationError

from app.client.dialing import Backoff
from app.schemas.realtime import FROM_CLIENT
from app.schemas.realtime_out import FROM_SERVER
from tests.clients.vectors import SCENARIOS, WAITS, Run


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: str(scenario["name"]))
def test_the_python_client_does_what_the_scenario_says(scenario: dict[str, Any]) -> None:
    run = Run()
    for step in scenario["steps"]:
        run.step(step)


@pytest.mark.parametrize("scenario", WAITS, ids=lambda scenario: str(scenario["name"]))
def test_the_python_client_waits_as_the_scenario_says(scenario: dict[str, Any]) -> None:
    for chance in (0.0, 1.0, *(random.random() for _ in range(50))):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(random, "uniform", lambda low, high, chance=chance: low + (high - low) * chance)
            backoff = Backoff(1.0, 30.0)
            for step in scenario["steps"]:
                ended = step["ended"]
                backoff.lived((ended.get("lived_ms") or 0) / 1000)
                waits = backoff.wait(ended.get("stay_away_ms", 0) / 1000) * 1000
                low, high = step["wait_ms"]
                assert low <= waits <= high, step
                # From one end of the range to the other.
                assert waits == pytest.approx(low + (high - low) * chance)


def text(frame: dict[str, Any]) -> str:
    """The frame with a number for each name; as text, because strict schemas know UUIDs as text only there."""
    return json.dumps(
        {key: 1 if key in {"id", "re"} and isinstance(value, str) else value for key, value in frame.items()}
    )


def test_frames_of_the_scenarios_are_frames_of_the_protocol() -> None:
    newer = []
    for scenario in SCENARIOS:
        for step in scenario["steps"]:
            for frame in step.get("sends", []):
                FROM_CLIENT.validate_json(text(frame))
            for frame in filter(None, (step.get("frame"), step.get("welcome"))):
                try:
                    FROM_SERVER.validate_json(text(frame))
                except ValidationError:
                    newer.append(scenario["name"])
    assert newer == ["unknown frame"] + ["unknown fields"] * 3


def test_names_are_unique_and_everything_is_explained() -> None:
    assert len({scenario["name"] for scenario in [*SCENARIOS, *WAITS]}) == len(SCENARIOS) + len(WAITS)
    assert all(len(scenario["why"]) > 10 for scenario in [*SCENARIOS, *WAITS])
