"""Error handlers return problem details under /api/ and HTML pages elsewhere."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client, RequestFactory

from sendplan import error_answers
from tests.api_client import key_client

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v2",
        "/api/boards/",
        "/api/v1",
        "/api/v1/a%0Ab",
        "/api/v1/%0A",
        "/api/%0Av1/docs/",
        "/api/v1/docs/%0A",
        "/api/v1/councils/north%0Aport/people",
        "/api/v1/councils/northport%0A/people",
        "/api/v1/councils/northport/people%0A",
        "/api/v1/councils/northport/people/%0A",
        "/api/v1/%FF",
    ],
)
def test_an_address_of_the_api_that_does_not_exist_is_a_problem(cast, path):
    for client in (key_client(cast.council), cast.client(), Client()):
        for method in ("get", "head", "post", "options"):
            response = getattr(client, method)(path)
            assert (response.status_code, response["Content-Type"]) == (404, PROBLEM), (method, path)


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/docs/"])
def test_descriptions_are_for_reading_only(path):
    client = Client(enforce_csrf_checks=True)
    assert client.head(path).status_code == 200
    for method in ("post", "put", "delete", "options"):
        response = getattr(client, method)(path)
        assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
        assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("host", ["no such host", "evil.example", "[::1"])
def test_a_host_that_is_not_ours_is_a_problem_under_api_and_a_page_elsewhere(host):
    response = Client(headers={"Host": host}).get("/api/v1/nothing")
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert response.json()["request_id"] == response["X-Request-Id"]
    page = Client(headers={"Host": host}).get("/accounts/login/")
    assert (page.status_code, page["Content-Type"]) == (400, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("answer", "exception", "status"),
    [
        (error_answers.bad_request, SuspiciousOperation("secret detail"), 400),
        (error_answers.permission_denied, PermissionDenied("secret detail"), 403),
        (error_answers.not_found, Http404("No such thing"), 404),
        (error_answers.server_error, None, 500),
    ],
)
def test_what_no_view_answers(answer, exception, status):
    for path, kind in {"/api/v1/x": PROBLEM, "/north/": "text/html; charset=utf-8"}.items():
        request = RequestFactory().get(path)
        response = answer(request, exception) if exception else answer(request)
        assert (response.status_code, response["Content-Type"]) == (status, kind)
        assert b"secret" not in response.content


def test_what_was_wrong_with_a_request_is_said():
    response = error_answers.bad_request(RequestFactory().get("/api/v1/x"), BadRequest("Send UTF-8."))
    assert b'"detail":"Send UTF-8."' in response.content
