from django.urls import path

from . import views
from .accounts.views import access
from .accounts.views.setting_up import set_up
from .branding import views as branding
from .geography import views as geography
from .people.urls import urlpatterns as people
from .small_numbers import views as small_numbers

app_name = "councils"

urlpatterns = [
    path("", views.home, name="home"),
    path("set-up/<str:token>/", set_up, name="set_up"),
    path("<slug:council>/people/access/", access.access, name="access"),
    path("<slug:council>/people/access/invite/", access.invite_people, name="invite"),
    path("<slug:council>/people/access/invitations/<uuid:invitation>/resend/", access.resend, name="resend"),
    path(
        "<slug:council>/people/access/invitations/<uuid:invitation>/withdraw/",
        access.withdraw,
        name="withdraw",
    ),
    path("<slug:council>/people/access/<uuid:user>/", access.member, name="member"),
    path("<slug:council>/people/access/<uuid:user>/link/", access.link, name="link_member"),
    path("<slug:council>/people/access/<uuid:user>/end/", access.end, name="end_membership"),
    path("<slug:council>/codes/", geography.codes, name="codes"),
    path("<slug:council>/look/", branding.branding, name="branding"),
    path("<slug:council>/look.css", branding.branding_css, name="branding_css"),
    path("<slug:council>/logo.png", branding.logo, name="logo"),
    path("<slug:council>/small-numbers/", small_numbers.small_numbers, name="small_numbers"),
    *people,
]
