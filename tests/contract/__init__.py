"""The description as others use it: linted, compared, made into clients, tried out."""
