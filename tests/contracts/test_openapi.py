"""The committed OpenAPI schema matches the code and the answers for the published plans."""

import inspect
from pathlib import Path

import jsonschema
import orjson
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.validation import validate_schema

from api.schema import OPENAPI_FILE, CouncilSchema
from councils.models import Council
from tests.api_client import ALL_SCOPES, address, key_client

DOCUMENT = orjson.loads(OPENAPI_FILE.read_bytes())
COLLECTIONS = {
    path.rpartition("/")[2]: operations["get"]
    for path, operations in DOCUMENT["paths"].items()
    if "{council}" in path and "{id}" not in path and "get" in operations
}


def schema_of(operation: dict) -> dict:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return schema | {"components": DOCUMENT["components"]}


def validate(answer, schema):
    jsonschema.validate(answer, schema, format_checker=jsonschema.FormatChecker())


def test_committed_file_is_what_the_code_does(capsys):
    call_command("openapi", "--check")
    assert "matches the code" in capsys.readouterr().out


def test_drift_is_shown(monkeypatch, tmp_path: Path):
    stale = tmp_path / "openapi.json"
    stale.write_bytes(OPENAPI_FILE.read_bytes().replace(b'"list_boards"', b'"list_panels"'))
    monkeypatch.setattr("api.management.commands.openapi.OPENAPI_FILE", stale)
    with pytest.raises(CommandError, match="list_boards"):
        call_command("openapi", "--check")
    call_command("openapi")
    assert stale.read_bytes() == OPENAPI_FILE.read_bytes()


def test_it_is_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1")
    validate_schema(DOCUMENT)


def test_every_read_of_the_contract_is_described():
    assert sorted(COLLECTIONS) == [
        *("areas", "benchmarks", "boards", "budget-lines", "changes", "decisions", "deliverables"),
        *("evidence", "expected-effects", "indicators", "meetings", "outcomes"),
        *(
            "packs",
            "people",
            "predecessors",
            "progress-updates",
            "readings",
            "risks",
            "strands",
            "strategies",
            "targets",
        ),
        *("trajectories", "versions"),
    ]


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/docs/"])
def test_descriptions_need_no_key(db, path):
    response = Client().get(path)
    assert response.status_code == 200


def test_docs_page_lists_every_operation(db):
    page = Client().get("/api/v1/docs/").content.decode()
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            assert f'id="{operation["operationId"]}"' in page
    assert "<script>" not in page and "style=" not in page


@pytest.fixture
def portsmouth(published_plans):
    return Council.objects.get(slug="portsmouth")


@pytest.fixture
def cambridgeshire(published_plans):
    return Council.objects.get(slug="cambridgeshire")


@pytest.mark.parametrize("scopes", [("read", "packs:read"), ALL_SCOPES])
def test_answers_fit_the_description(portsmouth, scopes):
    client = key_client(portsmouth, *scopes)
    for name, operation in COLLECTIONS.items():
        answer = client.get(address(portsmouth, f"{name}?limit=200&count=true")).json()
        validate(answer, schema_of(operation))
        if answer["results"]:
            first = answer["results"][0]
            one = client.get(address(portsmouth, f"{name}/{first['id']}")).json()
            assert list(one) == list(first)


def test_counts_of_portsmouth(portsmouth):
    client = key_client(portsmouth)

    def count(path):
        return client.get(address(portsmouth, path)).json()["count"]

    assert count("deliverables?count=true") == 37
    strands = {code: count(f"deliverables?strand={code}&count=true") for code in "ABCDEF"}
    assert strands == {"A": 5, "B": 9, "C": 11, "D": 4, "E": 4, "F": 4}
    assert count("indicators?set=main&count=true") == 160
    assert count("indicators?set=secondary&count=true") == 40
    assert count("boards?count=true") == 14


def test_counts_of_cambridgeshire(cambridgeshire):
    client = key_client(cambridgeshire)
    deliverables = client.get(address(cambridgeshire, "deliverables?limit=200")).json()["results"]
    assert len(deliverables) == 61
    assert sum(bool(each["due_points"]) for each in deliverables) == 31
    assert sum(len(each["due_points"]) for each in deliverables) == 39
    outcomes = client.get(address(cambridgeshire, "outcomes?count=true&limit=1")).json()
    assert outcomes["count"] == 21
    led = client.get(address(cambridgeshire, "deliverables?lead=HP&count=true")).json()
    assert led["count"] == 16
    people = client.get(address(cambridgeshire, "people?initials=HP")).json()["results"]
    assert len(people) == 1


FILTERS = [
    (name, parameter["name"], parameter["schema"])
    for name, operation in COLLECTIONS.items()
    for parameter in operation["parameters"]
    if parameter["in"] == "query"
]


def test_an_empty_parameter_is_refused_by_its_name_and_by_the_description(cast):
    client = key_client(cast.council)
    for path, name, schema in FILTERS:
        for value in ("", "%20", "x&" + name + "="):
            response = client.get(address(cast.council, f"{path}?{name}={value}"))
            assert response.status_code == 400, (path, name, value)
            [error] = response.json()["errors"]
            assert error["parameter"] == name
            assert all(word in error["detail"] for word in schema.get("enum", [])), error
        is_taken = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.FormatChecker(["date", "uuid"])
        ).is_valid("")
        assert not is_taken, (path, name)


def test_an_empty_parameter_of_one_object_is_refused(cast):
    path = f"deliverables/{cast.council.public_id}?quarter="
    response = key_client(cast.council).get(address(cast.council, path))
    assert response.json()["errors"] == [
        {"parameter": "quarter", "detail": "“quarter” is empty. Leave it out, or give a value."}
    ]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("packs?state=", "“state” is empty. Leave it out, or give one of scheduled, frozen, rendering,"),
        ("readings?indicator=", "“indicator” is empty. Leave it out, or give an id as the API returns it."),
        ("deliverables?due_after=", "“due_after” is empty. Leave it out, or write the date like 2016-09-30."),
        ("changes?after=", "“after” is empty. Leave it out, or give a whole number."),
        ("deliverables?due_after=30/09/2016", "Write the date like 2016-09-30."),
        ("deliverables?due_before=2016-9-3", "Write the date like 2016-09-30."),
    ],
)
def test_a_refused_filter_says_what_to_send(cast, query, detail):
    response = key_client(cast.council).get(address(cast.council, query))
    assert response.json()["errors"][0]["detail"].startswith(detail)


def test_the_description_is_made_with_public_hooks_of_the_generator():
    """If an upgrade of drf-spectacular removes or changes one of these hooks, check the schema again."""
    ours = {name for name, value in vars(CouncilSchema).items() if inspect.isfunction(value)}
    assert {name for name in ours if name.startswith("_")} == set()
    for name in ours:
        theirs = getattr(AutoSchema, name, None)
        assert theirs, f"drf-spectacular no longer has AutoSchema.{name}"
        parameters = list(inspect.signature(getattr(CouncilSchema, name)).parameters)
        assert parameters == list(inspect.signature(theirs).parameters), f"AutoSchema.{name} has changed"
