"""Reports as mails: readable at a glance, and whatever names hold, nothing but text."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.rules.report_mails import ROWS_SHOWN, mailed

START = datetime(2026, 3, 28, 23, tzinfo=UTC)


def row(**more: Any) -> dict[str, Any]:
    plain = dict.fromkeys(("key", "name", "mean", "p50", "p90", "p95", "share", "low", "high"))
    return {**plain, "start": START, "end": START + timedelta(hours=23), "n": 0, "figures": {}, **more}


def report(rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "report": "first-reply", "title": "Time to the first reply", "definition": "From there to here.",
        "unit": "seconds", "period": {"start": START, "end": START + timedelta(hours=23), "zone": "Europe/Berlin"},
        "interval": "day", "group_by": "team", "complete": True, "complete_from": None, "total": row(n=3, mean=3725.0),
        "rows": rows, **more,
    }  # fmt: skip


def test_a_table_says_it_in_text_and_in_html() -> None:
    made = mailed(
        "Weekly", report([row(name="Support", n=2, mean=12.34), row(key=None, n=1, mean=None)]), remarks=["Late."]
    )
    assert made.subject == "Weekly: 2026-03-29 to 2026-03-30"
    lines = made.text.splitlines()
    assert lines[:4] == ["Time to the first reply", "2026-03-29 00:00 to 2026-03-30 00:00 (Europe/Berlin)", "", "Late."]
    assert [each.split() for each in lines[5:10]] == [
        ["start", "team", "n", "mean"],
        ["-" * 16, "-" * 7, "-", "-" * 7],
        ["all", "all", "3", "1:02:05"],
        ["2026-03-29", "00:00", "Support", "2", "12.3", "s"],
        ["2026-03-29", "00:00", "(none)", "1", "–"],  # noqa: RUF001
    ]
    assert "<td" in made.html
    assert "1:02:05" in made.html


def test_names_are_text_on_one_line() -> None:
    evil = '<img src=x onerror=alert(1)>\r\nBcc: all@x.test\x07"'
    made = mailed("Weekly", report([row(name=evil, n=1)]), remarks=[])
    assert "<img" not in made.html
    assert "&lt;img src=x" in made.html
    assert sum("Bcc" in line for line in made.text.splitlines()) == 1
    assert not any(line.startswith("Bcc") for line in made.text.splitlines())
    assert "\x07" not in made.text


def test_what_is_left_out_is_said() -> None:
    rows = [row(name=f"Team {each}", n=1) for each in range(ROWS_SHOWN + 5)]
    text = mailed("Weekly", report(rows, complete=False, complete_from=START + timedelta(hours=1)), remarks=[]).text
    assert "5 more rows are in the attached file." in text
    assert "still counting" in text
    assert "complete from 2026-03-29 01:00 on" in text
    assert f"Team {ROWS_SHOWN - 1}" in text
    assert f"Team {ROWS_SHOWN + 1}" not in text
