"""Mail: what comes is read from bytes, what leaves is written to bytes, and the doors by which both pass."""
