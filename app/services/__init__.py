"""What the desk does: modules of plain async functions, one noun per file; first the session, then the actor."""
