"""Adapters to services that translate and write text: how each is asked and read; no database, no web framework."""
