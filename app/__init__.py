"""Otklik: a self-hosted customer-support desk over HTTP and WebSocket."""

import gc

__version__ = "0.1.0"

# What is imported stays: to look for garbage among it as often as Python does would make every start a sixth longer,
# and stops everybody while the desk serves.
gc.set_threshold(50_000, 20, 50)
