"""AsyncAPI as a product: what the socket speaks, for programs and for people, from the models that it speaks with."""
