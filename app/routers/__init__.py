"""HTTP: one file per URL segment; a route parses, calls one service function and answers."""
