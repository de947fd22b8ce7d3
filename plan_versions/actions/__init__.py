"""Actions on versions of a plan. Call them with the plan locked, so that nobody else changes its versions meanwhile."""

from .circulating import back_to_draft, circulate_version, withdraw_version
from .deciding import approve_step, return_step, take_back_approval
from .drafts import StepRow, add_version, change_version, delete_version, save_steps
from .publishing import publish_version

__all__ = [
    "StepRow",
    "add_version",
    "approve_step",
    "back_to_draft",
    "change_version",
    "circulate_version",
    "delete_version",
    "publish_version",
    "return_step",
    "save_steps",
    "take_back_approval",
    "withdraw_version",
]
