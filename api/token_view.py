"""Address at which a key gets a token for an hour (OAuth 2 client credentials, RFC 6749)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from urllib.parse import unquote_plus

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers
from rest_framework.parsers import FormParser
from rest_framework.response import Response
from rest_framework.views import APIView

from core.problems import PROBLEM_TYPE
from councils.log import security_events
from councils.models import ApiClient

from .filters import repeated_parameters
from .keys import KeyProblem, client_of_secret
from .parsers import JsonParser
from .rates import count_request
from .schema import DescribedView, DirectorySchema, Problem, problems_for
from .tokens import SECONDS, token_of

GRANT = "client_credentials"
MEMBERS = ("grant_type", "client_id", "client_secret", "scope")
_ID = re.compile(r"(?:send_)?([0-9a-f]{1,16})", re.IGNORECASE)


class TokenRefused(exceptions.APIException):
    """No token. The answer also has the members `error` and `error_description` of RFC 6749."""

    def __init__(self, error: str, words: str, *, status: int = 400) -> None:
        super().__init__(words)
        self.status_code = status
        self.words = words
        self.members = {"error": error, "error_description": words}
        if status == 401:
            self.auth_header = 'Basic realm="sendplan"'


class TokenRequest(serializers.Serializer[Any]):
    """Request for a token. Without Basic authentication, it has the client's id and secret."""

    grant_type = serializers.ChoiceField(choices=[GRANT])
    client_id = serializers.CharField(
        required=False, help_text="`send_<id>`, the first two parts of the key."
    )
    client_secret = serializers.CharField(required=False, help_text="The rest of the key, or the whole key.")
    scope = serializers.CharField(
        required=False, help_text="Scopes of the key, with spaces between. Without it, all of them."
    )


class TokenShape(serializers.Serializer[Any]):
    """A token, to be sent as `Authorization: Bearer sendt.…`."""

    access_token = serializers.CharField()
    token_type = serializers.ChoiceField(choices=["Bearer"])
    expires_in = serializers.IntegerField(help_text="Seconds.")
    scope = serializers.CharField(help_text="Scopes of the token, with spaces between.")


class TokenProblem(Problem):
    """Why there is no token, as RFC 9457 and RFC 6749 say."""

    error = serializers.CharField(required=False, help_text="`invalid_client`, `invalid_scope` and so on.")
    error_description = serializers.CharField(required=False)


class Token(APIView):
    """A token for an hour, for programs that speak OAuth 2. A key works without one, too."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (FormParser, JsonParser)
    schema = DirectorySchema()
    described = DescribedView(
        "create_token",
        "Get a token for an hour",
        "token",
        {
            200: TokenShape,
            **problems_for(413, 415),
            **{
                (code, PROBLEM_TYPE): OpenApiResponse(TokenProblem, description=words)
                for code, words in ((400, "Bad request"), (401, "Unauthorized"))
            },
        },
        request=TokenRequest,
    )

    def post(self, request: Any) -> Response:
        """Give a token with the scopes of the key, or fewer. It stops with the key, and with the secret sent here."""
        said = self._said(request)
        key_id, secret = _credentials(request, said)
        try:
            client = client_of_secret(
                key_id, secret, now=timezone.now(), address=security_events.ip_address_of(request._request)
            )
        except KeyProblem as problem:
            security_events.record_refused_key(request._request, why=str(problem))
            raise TokenRefused("invalid_client", str(problem), status=401) from None
        rate = count_request(client)
        if rate.is_exceeded:
            raise exceptions.Throttled(wait=rate.wait, detail=rate.words())
        scopes = _scopes(client, said.get("scope", ""))
        return Response(
            {
                "access_token": token_of(client, secret, scopes),
                "token_type": "Bearer",
                "expires_in": SECONDS,
                "scope": " ".join(scopes),
            },
            headers=rate.headers(),
        )

    def _said(self, request: Any) -> dict[str, str]:
        """Members of the body, each once and as text."""
        data = request.data
        if request.query_params:
            raise TokenRefused("invalid_request", "Send everything in the body, and nothing in the address.")
        if hasattr(data, "lists") and (repeated := repeated_parameters(data)):
            raise TokenRefused("invalid_request", " ".join(repeated.values()))
        if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
            raise TokenRefused("invalid_request", "Send each member as text.")
        said = {str(name): str(data[name]) for name in data}
        if said.get("grant_type") != GRANT:
            error = "unsupported_grant_type" if "grant_type" in said else "invalid_request"
            raise TokenRefused(error, f"Send grant_type={GRANT}.")
        if unknown := [name for name in said if name not in MEMBERS]:
            words = f"Unknown member “{unknown[0]}”. Allowed: {', '.join(MEMBERS)}."
            raise TokenRefused("invalid_request", words)
        return said


def _credentials(request: Any, said: dict[str, str]) -> tuple[str, str]:
    """Key id and secret from the header (Basic) or the body, not both. Raises TokenRefused."""
    header = request.headers.get("Authorization", "")
    given = ("client_id" in said, "client_secret" in said)
    if header and any(given):
        raise TokenRefused("invalid_request", "Send the secret in the header or in the body, not in both.")
    pair = _basic(header) if header else (said.get("client_id", ""), said.get("client_secret", ""))
    match = _ID.fullmatch(pair[0]) if pair else None
    if pair is None or match is None or not pair[1]:
        words = "Send client_id and client_secret, in the body or as Basic authentication."
        raise TokenRefused("invalid_client", words, status=401)
    secret = pair[1].split("_", 2)[2] if pair[1].lower().startswith(f"send_{match[1].lower()}_") else pair[1]
    return match[1].lower(), secret


def _basic(header: str) -> tuple[str, str] | None:
    """Id and secret of Basic authentication, or None if it cannot be read."""
    scheme, _, encoded = header.partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    name, colon, secret = text.partition(":")
    return (unquote_plus(name), unquote_plus(secret)) if colon and scheme.lower() == "basic" else None


def _scopes(client: ApiClient, asked: str) -> list[str]:
    """Scopes of the token: those asked for, or all of the key. Raises TokenRefused for one that the key lacks."""
    wanted = asked.split()
    if lacking := [scope for scope in wanted if scope not in client.scopes]:
        words = f"This key does not have the scope “{lacking[0][:50]}”. It has {' '.join(client.scopes)}."
        raise TokenRefused("invalid_scope", words)
    return [scope for scope in client.scopes if scope in wanted] if wanted else list(client.scopes)
