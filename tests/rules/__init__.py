"""Pure decisions, mostly by properties."""
