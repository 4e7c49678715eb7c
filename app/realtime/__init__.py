"""The hub: delivers what was committed to whoever listens; decides nothing."""
