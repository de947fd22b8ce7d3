"""Create councils, invite people, and change who may do what. Only these write."""

from ..addresses import Invitee
from .councils import CouncilRefused, create_council
from .invitations import (
    NOT_USABLE,
    UNKNOWN_LINK,
    accept_invitation,
    invite,
    send_again,
    withdraw_invitation,
)
from .members import (
    MemberRefused,
    change_member,
    change_role,
    end_membership,
    link_person,
    unlink_person,
)
from .setting_up import SetUpRefused, new_set_up_address, set_up_council, why_not_set_up

__all__ = [
    "NOT_USABLE",
    "UNKNOWN_LINK",
    "CouncilRefused",
    "Invitee",
    "MemberRefused",
    "SetUpRefused",
    "accept_invitation",
    "change_member",
    "change_role",
    "create_council",
    "end_membership",
    "invite",
    "link_person",
    "new_set_up_address",
    "send_again",
    "set_up_council",
    "unlink_person",
    "why_not_set_up",
    "withdraw_invitation",
]
