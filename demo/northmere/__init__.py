"""A fictional council whose plan is always current."""

from .loading import SLUG, load_northmere

__all__ = ["SLUG", "load_northmere"]
