"""What leaves as it happens: webhooks to a receiver beside the desk, and a reader of the change feed."""
