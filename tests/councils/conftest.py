import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """A real password hash takes a third of a second, on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
