"""Wire shapes: what clients send and get; never tables, and never a field more than is named."""
