"""Check a password that someone chooses for a new account, by the same rules as everywhere."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ..models import User


def password_problem(password: str, *, email: str, name: str) -> str:
    """Sentence that says what is wrong with the password, "" for a good one."""
    try:
        validate_password(password, user=User(email=email, name=name))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
