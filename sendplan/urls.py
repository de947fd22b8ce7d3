from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("local/", include("sendplan.local.urls")),
    path("", include("councils.urls")),
    path("accounts/", include("councils.account_urls")),
    path("api/v1/", include("sendplan.api_urls")),
    path("<slug:council>/", include("boards.urls")),
    path("<slug:council>/", include("strategies.urls")),
    path("<slug:council>/", include("deliverables.urls")),
    path("<slug:council>/", include("indicators.urls")),
    path("<slug:council>/", include("reporting.urls")),
]
