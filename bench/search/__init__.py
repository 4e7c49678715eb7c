"""Search, lists and counts of views, on a small desk and on one a hundred times as large."""
