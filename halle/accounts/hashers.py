"""Argon2id with the cost that security.md 1.2 measured: 46 MiB a sign-in, so that many at once do not fill memory."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class HalleArgon2PasswordHasher(Argon2PasswordHasher):
    """Two passes over 46 MiB in one lane (OWASP's setting with one pass more)."""

    time_cost = 2
    memory_cost = 46 * 1024
    parallelism = 1
