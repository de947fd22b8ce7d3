"""Slugs that no council may take."""

RESERVED_SLUGS = frozenset({"accounts", "api", "healthz", "local", "admin", "p", "readyz", "static"})
"""First parts of addresses that belong to the product."""
