"""Spans of time as the marks in documents (`desk_search_when` in SQL): a search looks at the newest span first."""

from datetime import datetime, timedelta

# Seconds are shifted by this many bits: four minutes, half an hour, five hours, two days ... two years.
WIDTHS = (8, 11, 14, 17, 20, 23, 26)
# At most so many marks name a span.
MARKS = 16


def marks(begin: datetime, end: datetime) -> tuple[list[str], datetime]:
    """Marks of which each document from `begin` to `end` (inclusive) has one, and where they really begin.

    They may reach somewhat beyond both: whoever asks compares the time itself as well.
    """
    first, last = int(begin.timestamp()), int(end.timestamp())
    width = next((each for each in WIDTHS if (last >> each) - (first >> each) < MARKS), WIDTHS[-1])
    found = [f" {width}:{number}" for number in range(first >> width, (last >> width) + 1)][-MARKS * 4 :]
    start = int(found[0].partition(":")[2]) << width
    return found, begin + timedelta(seconds=start - first)
