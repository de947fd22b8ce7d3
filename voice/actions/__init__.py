"""Write, answer, close and take back comments. Only these write."""

from .comments import add_comment, answer_comment, close_comment, open_again, take_back

__all__ = ["add_comment", "answer_comment", "close_comment", "open_again", "take_back"]
