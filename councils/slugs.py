"""Reserved slugs that a council cannot use."""

RESERVED_SLUGS = frozenset(
    {"accounts", "api", "calendars", "healthz", "help", "local", "admin", "p", "readyz", "set-up", "static"}
)
"""First parts of the product's own URLs."""
