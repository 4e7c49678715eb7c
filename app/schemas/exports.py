"""Exports are jobs: `schemas/jobs.py` is how they are seen; a file is how they are taken."""
