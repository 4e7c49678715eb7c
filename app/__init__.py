"""Otklik: a self-hosted customer-support desk over HTTP and WebSocket."""

__version__ = "0.1.0"
