from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from api.docs import no_such_address

handler400 = "sendplan.error_answers.bad_request"
handler403 = "sendplan.error_answers.permission_denied"
handler404 = "sendplan.error_answers.not_found"
handler500 = "sendplan.error_answers.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("councils.urls")),
    path("accounts/", include("councils.accounts.urls")),
    path("", include("guide.urls")),
    path("", include("calendars.feed_urls")),
    path("", include("reminders.link_urls")),
    path("", include("packs.answer_urls")),
    path("", include("public_page.site_urls")),
    path("api/v1/", include("sendplan.api_urls")),
    path("api/", include([re_path(r"^[\s\S]*$", no_such_address)])),
    path("<slug:council>/", include("api.urls")),
    path("<slug:council>/", include("boards.urls")),
    path("<slug:council>/", include("strategies.urls")),
    path("<slug:council>/", include("deliverables.urls")),
    path("<slug:council>/", include("indicators.urls")),
    path("<slug:council>/", include("evidence.urls")),
    path("<slug:council>/", include("risks.urls")),
    path("<slug:council>/", include("money.urls")),
    path("<slug:council>/", include("plan_templates.urls")),
    path("<slug:council>/", include("assessments.urls")),
    path("<slug:council>/", include("returns.urls")),
    path("<slug:council>/", include("reporting.urls")),
    path("<slug:council>/", include("minutes.urls")),
    path("<slug:council>/", include("packs.urls")),
    path("<slug:council>/", include("history.urls")),
    path("<slug:council>/", include("search.urls")),
    path("<slug:council>/", include("calendars.urls")),
    path("<slug:council>/", include("reminders.urls")),
    path("<slug:council>/", include("webhooks.urls")),
    path("<slug:council>/", include("voice.urls")),
    path("<slug:council>/", include("public_page.urls")),
    path("<slug:council>/", include("plan_files.urls")),
    path("<slug:council>/", include("plan_versions.urls")),
    path("<slug:council>/", include("demo.urls")),
]

if settings.LOCAL:
    # Pages for developers. The container image has no dev/ and no templates/local/.
    urlpatterns.insert(0, path("local/", include("dev.urls")))
