"""Under which address do phones in the room reach this machine?"""

from __future__ import annotations

import ipaddress
import socket

import ifaddr

_HOTSPOTS = [ipaddress.ip_network(one) for one in ("192.168.137.0/24", "10.42.0.0/24", "192.168.2.0/24", "192.168.43.0/24")]
"""The networks that Windows, Linux, macOS and phones give a hotspot of their own."""

_VIRTUAL = ("docker", "br-", "veth", "virbr", "vbox", "vmnet", "tun", "tap", "wg")


def room_addresses() -> list[str]:
    """Return this machine's IPv4 addresses in local networks, the likeliest first.

    That is a hotspot's of this machine's own, then the one by which it reaches other networks, then the rest. Nothing is sent to find out.
    """
    found = {
        str(ip.ip): adapter.nice_name
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and not ipaddress.ip_address(ip.ip).is_loopback
    }
    outward = _outward()

    def rank(address: str) -> tuple[bool, bool, bool]:
        virtual = found[address].lower().startswith(_VIRTUAL)
        return virtual, not any(ipaddress.ip_address(address) in network for network in _HOTSPOTS), address != outward

    return sorted(found, key=rank)


def _outward() -> str:
    """Return the address of the way out of the house. A UDP socket that is connected sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("10.254.254.254", 9))
        except OSError:
            return ""
        return str(way.getsockname()[0])
