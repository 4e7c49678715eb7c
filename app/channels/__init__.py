"""Adapters: how the messages of each channel are received, read and sent; no database, no web framework."""
