"""Labels, hints and errors of the sign-in forms."""

import pytest
from allauth.core import context
from django.test import RequestFactory
from django.utils.module_loading import import_string

from councils.accounts import forms as account_forms


@pytest.mark.parametrize(
    ("form_class", "errors"),
    [
        (account_forms.SignIn, {"login": "Enter your email address", "password": "Enter your password"}),
        (account_forms.ResetPassword, {"email": "Enter your email address"}),
        (
            account_forms.ChooseNewPassword,
            {"password1": "Enter your new password", "password2": "Enter your new password again"},
        ),
    ],
)
def test_errors_say_what_to_enter_and_nothing_hides_in_a_placeholder(form_class, errors):
    with context.request_context(RequestFactory().get("/")):
        form = form_class(data={})
        html = str(form)
        assert {name: str(said[0]) for name, said in form.errors.items()} == errors
    assert "placeholder" not in html
    assert 'autocomplete="' in html


def test_allauth_uses_them(settings):
    used = {name: import_string(path) for name, path in settings.ACCOUNT_FORMS.items()}
    assert used == {
        "login": account_forms.SignIn,
        "reset_password": account_forms.ResetPassword,
        "reset_password_from_key": account_forms.ChooseNewPassword,
        "change_password": account_forms.ChangePassword,
    }
