"""Which addresses of the internet may be connected to: public ones alone."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Python calls some of these global, and older versions more of them than newer ones.
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # special purposes, among them the metadata of one cloud
        "192.88.99.0/24",  # relays of 6to4
        "168.63.129.16/32",  # what Azure's machines ask for their secrets
        "2001::/23",  # special purposes, among them Teredo, which holds an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",  # documentation
    )
)
# The part of IPv6 that is given out. Outside it lie mapped, compatible and NAT64 addresses, which hold an IPv4 address.
_GIVEN_OUT = ip_network("2000::/3")


def may_connect(text: str, also: Sequence[Network] = ()) -> bool:
    """Whether the numeric address `text` is public, or in a network of `also`; what is no address is neither."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return is_public(address) or any(address in network for network in also)


def is_public(address: Address) -> bool:
    """Whether the whole internet reaches the same machine there."""
    if isinstance(address, IPv6Address) and (address.scope_id is not None or address not in _GIVEN_OUT):
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NOT_PUBLIC)
    )
