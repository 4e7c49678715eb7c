"""Time-keeping: calendars, folding a log, what clocks cost those who write, deadlines, idling, what-if questions."""
