"""URLs for sign-in, passwords and invitations. allauth's other pages (email addresses, codes) are not included.

The sign-up page says that sign-up is closed.
"""

from allauth.account import views
from django.urls import path, re_path
from django.views.generic import RedirectView

from .views.invitation import invitation

urlpatterns = [
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    # allauth redirects "/accounts/" to the page with this name.
    path("email/", RedirectView.as_view(pattern_name="account_change_password"), name="account_email"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
