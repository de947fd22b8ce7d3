"""Reserved slugs that a council cannot use."""

RESERVED_SLUGS = frozenset(
    {
        *(
            "accounts",
            "admin",
            "api",
            "calendars",
            "deliveries",
            "healthz",
            "help",
            "local",
            "p",
            "readyz",
            "set-up",
            "static",
        ),
        "updates",
    }
)
"""First parts of the product's own URLs."""
