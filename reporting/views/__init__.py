"""Dashboards and glossary."""

from .boards import board, dashboard
from .glossary import glossary

__all__ = ["board", "dashboard", "glossary"]
