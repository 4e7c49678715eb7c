"""Routing: what a decision takes and grows with, assignments a second, how soon somebody free has more to do."""
