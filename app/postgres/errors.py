"""The one error of the embedded Postgres; its message says what to do next."""


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot run; the text names the cause and the next step for a newcomer."""
