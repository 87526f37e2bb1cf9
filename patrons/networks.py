"""Where a request comes from: see `newsroom.networks`."""

from newsroom.networks import fingerprint, network_of

__all__ = ["fingerprint", "network_of"]
