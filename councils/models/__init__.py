"""Models of councils, users and memberships, people and posts, API clients, the change log and security events."""

from .api_clients import ApiClient
from .council import AreaCode, Council
from .log import Change, ChangeCounter, SecurityEvent
from .people import Organisation, Person, Post, PostHolding
from .users import Membership, User

__all__ = [
    "ApiClient",
    "AreaCode",
    "Change",
    "ChangeCounter",
    "Council",
    "Membership",
    "Organisation",
    "Person",
    "Post",
    "PostHolding",
    "SecurityEvent",
    "User",
]
