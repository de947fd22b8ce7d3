"""Test-only views that break the rules, to check the middleware and the context."""

from django.http import Http404, HttpResponse
from django.urls import path
from rest_framework.exceptions import ValidationError
from rest_framework.views import APIView

from councils.models import Organisation
from councils.permissions import Permission
from sendplan.urls import urlpatterns as real


def _write(name):
    return Organisation.objects.create(name=name)


def write(request, council):
    _write("written")
    return HttpResponse("kept")


def fail(request, council):
    _write("lost")
    raise ZeroDivisionError


def miss(request, council):
    _write("lost")
    raise Http404


def server_error(request, council):
    _write("lost")
    return HttpResponse("sorry", status=503)


def refuse(request, council):
    """Return 422 for a wrong form. Earlier writes stay, because only exceptions roll back."""
    _write("written")
    return HttpResponse("typed wrong", status=422)


def whoami(request, council):
    return HttpResponse(f"{request.council.slug} {request.actor.reference} {request.today} {request.id}")


class Refusing(APIView):
    permission = Permission.PLAN_VIEW
    write_permission = Permission.PROGRESS_RECORD

    def post(self, request, council):
        _write("lost")
        raise ValidationError({"rag": ["Choose one."]})


urlpatterns = [
    path("<slug:council>/write/", write),
    path("<slug:council>/fail/", fail),
    path("<slug:council>/miss/", miss),
    path("<slug:council>/server-error/", server_error),
    path("<slug:council>/refuse/", refuse),
    path("<slug:council>/whoami/", whoami),
    path("api/v1/councils/<slug:council>/refusing", Refusing.as_view()),
    *real,
]
