"""Which internet addresses are the world's and which are a house's own: the list behind every call to an address that a
person typed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_PROTOCOLS = IPv4Network("192.0.0.0/24")
"""IETF protocol assignments, which older Pythons call global."""
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """Whether this numeric address belongs to the world: no loopback, private, link-local, shared, reserved or multicast
    address, however it is wrapped (IPv4 in IPv6, 6to4, Teredo, NAT64). False for what is no address.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_global(one) for one in (found, *_wrapped(found)))


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    protocols = isinstance(address, IPv4Address) and address in _PROTOCOLS
    return address.is_global and not (address.is_multicast or address.is_reserved or protocols)


def _wrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses to which an IPv6 address leads."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _NAT64):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
