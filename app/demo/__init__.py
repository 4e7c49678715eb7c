"""The demo desk: invented people and tickets for an empty database, made through the desk's own services."""

from app.demo.seeding import ADMIN, PASSWORD, Login, logins, random_password, seed

__all__ = ["ADMIN", "PASSWORD", "Login", "logins", "random_password", "seed"]
