"""Requests that are not in UTF-8 get 400 from pages and 415 from the API, never 500."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from core.charset import ReadableContentType
from tests.api_client import key_client

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "hex", "undefined", "no-such-charset", '""'])
@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_a_form_in_another_charset_is_refused(cast, kind, charset):
    for client in (Client(enforce_csrf_checks=True), Client(), cast.client()):
        for path in ("/accounts/login/", "/northport/"):
            response = client.generic("POST", path, b"+", content_type=f"{kind}; charset={charset}")
            assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")
            assert "there is a problem with this request" in response.content.decode()


@pytest.mark.parametrize("kind", [FORM, MULTIPART, "application/json"])
def test_another_charset_is_a_problem_under_api(cast, kind):
    for client in (Client(), key_client(cast.council, "write")):
        path = "/api/v1/councils/northport/progress-updates"
        response = client.generic("POST", path, b"+", content_type=f"{kind}; charset=utf-7")
        assert (response.status_code, response["Content-Type"]) == (415, PROBLEM)
        assert response.json()["detail"] == "Send the request in UTF-8."


@pytest.mark.parametrize("named", ["charset=hex", "charset=undefined", "charset=utf-16", "charset*=foo''x"])
@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/accounts/login/", "400 Bad Request", "text/html"),
        ("/api/v1/x", "415 Unsupported Media Type", PROBLEM),
    ],
)
def test_another_charset_is_refused_before_the_address_is_decoded_with_it(named, path, status, kind):
    """Calls the WSGI application, because the test client builds Django's request itself."""
    request = RequestFactory()._base_environ(
        PATH_INFO=path, QUERY_STRING="next=/x", REQUEST_METHOD="POST", CONTENT_TYPE=f"{FORM}; {named}"
    )
    answered = {}

    def start_response(status, headers):
        answered.update(headers, status=status)

    ReadableContentType(WSGIHandler())(request, start_response)
    assert (answered["status"], answered["Content-Type"].split(";")[0]) == (status, kind)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_utf_8_is_taken_by_any_of_its_names(charset):
    response = Client().generic(
        "POST", "/accounts/login/", b"login=a", content_type=f"{FORM}; charset={charset}"
    )
    assert response.status_code in (200, 422)


def test_a_part_of_a_form_that_names_another_charset_is_no_fault_of_ours():
    body = (
        b"--x\r\nContent-Disposition: form-data; name*=foo''login\r\n\r\na\r\n"
        b'--x\r\nContent-Disposition: form-data; name="password"\r\n'
        b"Content-Type: text/plain; charset=utf-7\r\n\r\n+\r\n--x--\r\n"
    )
    response = Client().generic("POST", "/accounts/login/", body, content_type=MULTIPART)
    assert response.status_code in (200, 400, 422)
