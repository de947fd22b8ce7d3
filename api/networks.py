"""Networks that a key may call from, as somebody types them."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

MOST = 20
"""Networks of one key."""


def networks_of(typed: Sequence[str]) -> list[str]:
    """Networks as CIDR (`203.0.113.0/24`, `2001:db8::/32`), in order and without repeats. Spaces around are ignored.

    A single address is a network of one. Raises ValueError with a sentence about the first that is not right.
    """
    found = list(dict.fromkeys(_network(each.strip()) for each in typed if each.strip()))
    if len(found) > MOST:
        raise ValueError(f"Enter at most {MOST} networks.")
    return found


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        pass
    try:
        address = ip_address(text.partition("/")[0])
        whole = ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f"“{text[:50]}” is not a network. Write it like 203.0.113.0/24.") from None
    raise ValueError(f"“{address}” lies inside a network. Write the network itself: {whole}.")
