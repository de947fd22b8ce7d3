"""Every address and method of the API's schema, with a key, council, scope or role that does not fit.

The list is made from the committed schema, so a new address is tried as soon as it is described.
"""

import re
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from api.keys import issue_key
from api.schema import OPENAPI_FILE
from councils.permissions import ROLE_PERMISSIONS, SCOPE_PERMISSIONS, Role
from sendplan.api_urls import urlpatterns
from tests.cast import signed_in
from tests.factories import CouncilFactory, MembershipFactory

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete")
PROBLEM = "application/problem+json"
DOCUMENT = orjson.loads(OPENAPI_FILE.read_bytes())
OPERATIONS = [
    (method, path)
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
    if method in METHODS and "{council}" in path
]


@pytest.fixture
def north():
    return CouncilFactory(slug="north", name="North")


def filled(path, council):
    """Address with this council, and an id that exists nowhere for each other part."""
    return re.sub(r"\{[a-z_]+\}", str(uuid4()), path.replace("{council}", council.slug))


def ask(client, method, path, body=None):
    """Answer to the request. A change comes with a body and the headers that changes may need."""
    client.raise_request_exception = False
    headers = {} if method == "get" else {"Idempotency-Key": str(uuid4()), "If-Match": '"1"'}
    return client.generic(
        method.upper(), path, orjson.dumps(body or {}), content_type="application/json", headers=headers
    )


def keyed(council, *scopes):
    _, key = issue_key(council=council, name="Test", scopes=list(scopes), days=None, now=timezone.now())
    return Client(headers={"Authorization": f"Bearer {key}"})


def view_of(path):
    """View class that answers the address."""
    [council_urls] = [each for each in urlpatterns if str(each.pattern).startswith("councils/")]
    inner = filled(path, CouncilFactory.build(slug="north")).removeprefix("/api/v1/councils/north/")
    return council_urls.resolve(f"councils/north/{inner}").func.cls


def permission_of(method, path):
    """Permission that the address needs for the method. None where nobody has it."""
    view = view_of(path)
    return view.permission if method == "get" else view.write_permission


def faults_of(client, council, status, wanted=lambda method, path: True):
    """Each operation that is not refused with one of the statuses, as problem details."""
    found = []
    for method, path in OPERATIONS:
        if not wanted(method, path):
            continue
        answer = ask(client, method, filled(path, council))
        if answer.status_code not in status or answer["Content-Type"] != PROBLEM:
            found.append(f"{method} {path}: {answer.status_code} {answer.content[:100]!r}")
    return found


def test_there_is_something_to_try():
    assert len(OPERATIONS) > 40
    assert any(method == "post" for method, _ in OPERATIONS)


@pytest.mark.parametrize("header", [None, "Bearer send_000000000000_wrong", "Bearer sendt.a.b.c", "Basic x"])
def test_without_a_valid_key_nothing_is_answered(north, header):
    client = Client(headers={"Authorization": header} if header else {})
    assert faults_of(client, north, (401,)) == []


def test_a_key_of_another_council_finds_nothing(north):
    client = keyed(CouncilFactory(slug="south", name="South"), *SCOPE_PERMISSIONS)
    assert faults_of(client, north, (404,)) == []


def test_a_member_of_another_council_finds_nothing(north):
    member = MembershipFactory(council=CouncilFactory(slug="south", name="South"), role=Role.ADMINISTRATOR)
    assert faults_of(signed_in(member), north, (404,)) == []


@pytest.mark.parametrize("scope", SCOPE_PERMISSIONS)
def test_a_key_without_the_scope_is_refused(north, scope):
    def lacks(method, path):
        return permission_of(method, path) not in SCOPE_PERMISSIONS[scope]

    client = keyed(north, scope)
    assert faults_of(client, north, (403,), lacks) == []
    for method, path in OPERATIONS:
        if not lacks(method, path):
            assert ask(client, method, filled(path, north)).status_code not in (401, 403), (method, path)


@pytest.mark.parametrize("role", Role)
def test_a_role_without_the_permission_is_refused(north, role):
    def lacks(method, path):
        return permission_of(method, path) not in ROLE_PERMISSIONS[role]

    client = signed_in(MembershipFactory(council=north, role=role))
    assert faults_of(client, north, (403,), lacks) == []


def test_every_operation_can_be_done_by_some_scope():
    for method, path in OPERATIONS:
        needed = permission_of(method, path)
        assert any(needed in allowed for allowed in SCOPE_PERMISSIONS.values()), (method, path)
