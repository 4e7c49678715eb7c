"""Probes: one module for each way to look whether something works. They know no database and no HTTP server of ours."""
