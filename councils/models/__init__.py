"""Models of councils, users and memberships, people, posts, API clients, the change log and security events."""

from .api_clients import ApiClient
from .council import AreaCode, Council
from .invitations import Invitation, InvitationState, SetUpAddress
from .log import Change, ChangeCounter, SecurityEvent
from .people import Organisation, Person, Post, PostHolding
from .users import Membership, User

__all__ = [
    "ApiClient",
    "AreaCode",
    "Change",
    "ChangeCounter",
    "Council",
    "Invitation",
    "InvitationState",
    "Membership",
    "Organisation",
    "Person",
    "Post",
    "PostHolding",
    "SecurityEvent",
    "SetUpAddress",
    "User",
]
