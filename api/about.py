"""What a key is for: its council, scopes, expiry and limits."""

from __future__ import annotations

from typing import Any

from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from councils.models import ApiClient
from councils.permissions import Scope

from .authentication import CouncilAuthentication
from .exception_handler import ParameterProblem
from .rates import SECONDS, limits
from .schema import DescribedView, DirectorySchema, problems_for
from .shapes import choice


class CouncilOfKey(serializers.Serializer[Any]):
    """The only council that the key works for."""

    id = serializers.UUIDField()
    slug = serializers.CharField(help_text="Its name in addresses.")
    name = serializers.CharField()
    url = serializers.URLField(help_text="Begins the address of everything of the council.")


class RateLimit(serializers.Serializer[Any]):
    """How many requests may be sent in how many seconds."""

    of = serializers.ChoiceField(
        choices=["key", "council"], help_text="This key, or all keys of the council."
    )
    requests = serializers.IntegerField()
    seconds = serializers.IntegerField()


class AboutShape(serializers.Serializer[Any]):
    """A key, as its owner sees it."""

    id = serializers.UUIDField()
    name = serializers.CharField(help_text="The system that uses the key, as the administrator named it.")
    council = CouncilOfKey()
    scopes = serializers.ListField(child=choice(Scope), help_text="Of a token, those of the token.")
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Null if the key does not expire.")
    networks = serializers.ListField(
        child=serializers.CharField(), help_text="The only networks it may call from. Empty if from anywhere."
    )
    rate_limits = RateLimit(many=True)


class About(APIView):
    """The key that the request was sent with."""

    authentication_classes = (CouncilAuthentication,)
    permission_classes = ()
    http_method_names = ("get", "head")
    schema = DirectorySchema()
    described = DescribedView(
        "get_key",
        "Read what this key is for",
        "key",
        {200: AboutShape, **problems_for(400, 401, 403)},
        security=[{"apiKey": []}, {"oauth2": []}],
    )

    def get(self, request: Any) -> Response:
        """Say which council the key is for and what it may do. Every valid key may ask."""
        client: ApiClient | None = request._request.api_client
        if client is None:
            raise exceptions.NotAuthenticated
        given = request.query_params
        if given:
            words = {name: f"Unknown parameter “{name}”. This address takes no parameters." for name in given}
            raise ParameterProblem(words)
        council = client.council
        return Response(
            {
                "id": client.public_id,
                "name": client.name,
                "council": {
                    "id": council.public_id,
                    "slug": council.slug,
                    "name": council.name,
                    "url": request.build_absolute_uri(f"/api/v1/councils/{council.slug}/"),
                },
                "scopes": client.scopes,
                "expires_at": client.expires_at,
                "networks": client.networks,
                "rate_limits": [
                    {"of": of, "requests": limit, "seconds": SECONDS} for of, limit in limits().items()
                ],
            },
            headers={"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"},
        )
