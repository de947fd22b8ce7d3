"""URLs of the API under /api/v1/, without trailing slashes. Any other path returns 404 as problem details."""

from django.urls import include, path, re_path

from api.about import About
from api.docs import docs, no_such_address, openapi
from api.token_view import Token

app_name = "api"

_council = [
    path("", include("api.council_urls")),
    path("", include("boards.api_urls")),
    path("", include("strategies.api_urls")),
    path("", include("deliverables.api_urls")),
    path("", include("indicators.api_urls")),
    path("", include("evidence.api_urls")),
    path("", include("risks.api_urls")),
    path("", include("money.api_urls")),
    path("", include("minutes.api_urls")),
    path("", include("packs.api_urls")),
]

urlpatterns = [
    path("", About.as_view(), name="about"),
    path("token", Token.as_view(), name="token"),
    path("councils/<slug:council>/", include(_council)),
    path("openapi.json", openapi, name="openapi"),
    path("docs/", docs, name="docs"),
    re_path(r"^[\s\S]*$", no_such_address, name="no-such-address"),
]
