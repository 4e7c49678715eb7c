"""Learning from the outside: a process of its own is started, waited for, and ended when it takes too long."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

_ROOT = Path(__file__).resolve().parents[2]
# How often whoever waits is asked whether they still do.
LOOK_SECONDS = 1.0
# Nothing of our own environment: there are secrets in it. Threads of its libraries would take the cores of those who
# answer.
_ENVIRONMENT = {
    "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
}  # fmt: skip
_KILLED = -9
# It steps aside for those who answer, and is not starved.
NICE = 5
# Of what it says when it breaks, for the log.
_WORDS = 2_000


class LearningFailed(Exception):
    """No model came of it. `reason`: `not_installed`, `out_of_memory`, `too_slow`, `broken`; `said` is for the log."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.said = said


async def learn(
    examples: Sequence[tuple[str, str | None, int, bool]],
    labels: Sequence[dict[str, Any]],
    *,
    memory: int,
    seconds: float,
    going_on: Callable[[], Awaitable[None]],
) -> tuple[dict[str, Any], bytes]:
    """What was measured of a model and its bytes. Examples: text, language, place of the label, whether it is typical.

    `going_on` is called every second and may raise: then the process is ended. Raises `LearningFailed`.
    """
    asked = orjson.dumps(
        {"examples": examples, "labels": labels, "memory": memory, "nice": NICE, "parent": os.getpid()}
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-s",
        "-m",
        "app.learning.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_ENVIRONMENT,
        cwd="/",
    )
    talking = asyncio.create_task(process.communicate(asked))
    try:
        waited = 0.0
        while not talking.done():
            await asyncio.wait([talking], timeout=LOOK_SECONDS)
            waited += LOOK_SECONDS
            if not talking.done():
                if waited > seconds:
                    raise LearningFailed("too_slow")
                await going_on()
        answer, errors = talking.result()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await asyncio.gather(talking, return_exceptions=True)
    return _read(answer, errors, process.returncode)


def _read(answer: bytes, errors: bytes, code: int | None) -> tuple[dict[str, Any], bytes]:
    head, _, data = answer.partition(b"\n")
    try:
        said = orjson.loads(head)
        whole = len(data) == said["bytes"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        said, whole = {}, False
    if not whole or code != 0:
        words = errors.decode(errors="replace")[-_WORDS:]
        # Libraries in C say it in their own ways, or are ended.
        memory = code == _KILLED or "MemoryError" in words or "allocate" in words
        raise LearningFailed("out_of_memory" if memory else "broken", f"exit {code}: {words}")
    if "failed" in said:
        raise LearningFailed(said["failed"])
    return said["report"], data
