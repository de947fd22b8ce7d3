from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("councils.urls")),
    path("accounts/", include("councils.accounts.urls")),
    path("api/v1/", include("sendplan.api_urls")),
    path("<slug:council>/", include("boards.urls")),
    path("<slug:council>/", include("strategies.urls")),
    path("<slug:council>/", include("deliverables.urls")),
    path("<slug:council>/", include("indicators.urls")),
    path("<slug:council>/", include("reporting.urls")),
    path("<slug:council>/", include("packs.urls")),
    path("<slug:council>/", include("history.urls")),
]

if settings.LOCAL:
    # A developer's own pages; a real installation does not have the folder.
    urlpatterns.insert(0, path("local/", include("dev.urls")))
