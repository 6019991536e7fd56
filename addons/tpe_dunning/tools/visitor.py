"""Who knocks at the customer's page. Plain Python: no ORM, no clock."""

import re
from ipaddress import ip_address, ip_network

KEY_LENGTH, SIGNATURE_LENGTH = 22, 32
_TOKEN = re.compile(
    rf"([A-Za-z0-9_-]{{{KEY_LENGTH}}})([0-9a-f]{{{SIGNATURE_LENGTH}}})", re.ASCII
)
NOBODY = ("0" * KEY_LENGTH, "0" * SIGNATURE_LENGTH)


def split(token: str) -> tuple[str, str]:
    """The key and the signature of a link; those of nobody when it is malformed.

    A malformed link then takes the same way, and the same time, as a forged one.

    >>> split("k" * 22 + "a" * 32) == ("k" * 22, "a" * 32)
    True
    >>> split("../../etc/passwd") == NOBODY
    True
    >>> split("k" * 22 + "A" * 32) == NOBODY
    True
    """
    found = _TOKEN.fullmatch(token)
    return found.groups() if found else NOBODY


def network(address: str | None) -> str:
    """The address that is counted: IPv6 users own a whole /64 and could change at will.

    >>> network("192.0.2.7")
    '192.0.2.7'
    >>> network("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::/64'
    >>> network("::ffff:192.0.2.7")
    '192.0.2.7'
    >>> network(None), network("a socket")
    ('unknown', 'unknown')
    """
    try:
        known = ip_address(address or "")
    except ValueError:
        return "unknown"
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((known, 64), strict=False))
