"""Addresses of the product, and of the references that run behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from sendplan.urls import handler400, handler403, handler404, handler500
from sendplan.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def nothing(request: HttpRequest, council: str) -> HttpResponse:
    """Show a page that does nothing: session, user, membership and the council's transaction, and no more."""
    return HttpResponse("Nothing")


urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:council>/bench/nothing/", nothing),
    path("api/v1/councils/<slug:council>/textbook/", include("bench.textbook.urls")),
    *product,
]
