"""Our own Postgres."""
