"""Dashboards, the page of a quarter, and the glossary."""

from .boards import board, dashboard
from .glossary import glossary
from .quarters import close, quarter

__all__ = ["board", "close", "dashboard", "glossary", "quarter"]
