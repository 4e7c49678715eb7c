"""Pure decisions: frozen facts in, a decision out as data; no I/O, no ORM, no clock."""
