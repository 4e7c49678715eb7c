"""Tests of the hub over real sockets."""
