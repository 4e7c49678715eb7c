"""The desk started as people start it."""
