"""The pages that tell boards how the plan is going."""

from .boards import board, dashboard
from .glossary import glossary

__all__ = ["board", "dashboard", "glossary"]
