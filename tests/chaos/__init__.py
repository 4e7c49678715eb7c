"""Chaos: real processes are killed, stopped and cut off on a seeded schedule while clients talk; then everything is
counted. `python -m tests.chaos --help`.
"""
