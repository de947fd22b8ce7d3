"""Send one message to an address that somebody has typed, and reach nothing inside our own network with it.

The host is looked up at every send. If any of its addresses is not a public one, nothing is sent. The connection goes
to the address that was checked, not to one that is looked up again. Redirects are not followed, proxies of the
environment are not used, and an answer is read up to its status.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

TIMEOUT = 10.0
"""Seconds for the connection and for each read."""
WHOLE_TIMEOUT = 20.0
"""Seconds for the whole exchange."""
LOWEST_PORT = 1024
"""Ports below, apart from 443, belong to other services."""
_INSIDE_IPV6 = tuple(
    ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""Addresses of version 6 that carry one of version 4, which may be private."""


class NotAccepted(Exception):
    """The address may not be used. The message says why, as a sentence without its last full stop."""


class NoAnswer(Exception):
    """The receiver could not be reached, or did not answer in time. The message says why."""


def check_address(address: str) -> SplitResult:
    """The parts of an address that may be used, as far as its text can tell. Raises NotAccepted."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotAccepted("Enter a whole web address, such as https://example.org/hooks") from None
    schemes = ("https", "http") if settings.WEBHOOKS_MAY_REACH_LOOPBACK else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        raise NotAccepted("Enter an address that begins with https://")
    if any(character.isspace() or ord(character) < 32 for character in address) or not address.isascii():
        raise NotAccepted("Enter an address without spaces and special characters")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise NotAccepted("Enter an address without a user name, a password or a part after #")
    if port is not None and port != 443 and port < LOWEST_PORT:
        raise NotAccepted(f"Enter an address with port 443, or one from {LOWEST_PORT}")
    with suppress(ValueError):
        _check_public(ipaddress.ip_address(parts.hostname))
    return parts


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post the body and return the answer's status. Raises NotAccepted or NoAnswer."""
    parts = check_address(address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    target = _look_up(host, port)
    connection = _Connection(host, port, target, encrypted=parts.scheme == "https")
    watch = threading.Timer(WHOLE_TIMEOUT, connection.give_up)
    watch.daemon = True
    watch.start()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with closing(connection):
        try:
            connection.request("POST", path, body, dict(headers))
            return connection.getresponse().status
        except (OSError, http.client.HTTPException) as problem:
            raise NoAnswer(_words(problem)) from problem
        finally:
            watch.cancel()


def _look_up(host: str, port: int) -> str:
    """The first address of the host, all of which are public. Raises NotAccepted or NoAnswer."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NoAnswer(f"The name of the server was not found: {_words(problem)}") from problem
    addresses = [str(each[4][0]) for each in found]
    for each in addresses:
        _check_public(ipaddress.ip_address(each.partition("%")[0]))
    if not addresses:
        raise NoAnswer("The name of the server was not found")
    return addresses[0]


def _check_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if settings.WEBHOOKS_MAY_REACH_LOOPBACK and address.is_loopback:
        return
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            _check_public(address.ipv4_mapped)
            return
        if any(address in network for network in _INSIDE_IPV6):
            raise NotAccepted("The address does not lead to a public server")
    if not address.is_global or address.is_multicast or address.is_reserved:
        raise NotAccepted("The address does not lead to a public server")


class _Connection(http.client.HTTPConnection):
    """A connection to `target`, an address that was checked. Certificate and Host header are those of the name."""

    def __init__(self, host: str, port: int, target: str, *, encrypted: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.target, self.encrypted = target, encrypted
        self.default_port = 443 if encrypted else 80
        self.late = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self.target, self.port), TIMEOUT)
        if self.encrypted:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        if self.late:
            raise TimeoutError("timed out")

    def give_up(self) -> None:
        self.late = True
        sock = self.sock
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _words(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
