"""Write, answer and take back comments; draft and publish entries of "You said, we did". Only these write."""

from .comments import add_comment, answer_comment, close_comment, open_again, take_back
from .said import EntryFacts, add_entry, change_entry, publish_entry, remove_entry, withdraw_entry

__all__ = [
    "EntryFacts",
    "add_comment",
    "add_entry",
    "answer_comment",
    "change_entry",
    "close_comment",
    "open_again",
    "publish_entry",
    "remove_entry",
    "take_back",
    "withdraw_entry",
]
