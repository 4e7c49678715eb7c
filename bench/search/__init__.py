"""Search, lists of views and their counts, on a small desk and on one a hundred times as large."""
