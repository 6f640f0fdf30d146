"""What Kubernetes tells each container of the Services around it, in variables that look like settings of ours."""

import re

# https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables: for a Service called `pourquoi`, and for
# `pourquoi-web` with `WEB_` behind our prefix.
_NAMES = re.compile(
    r"POURQUOI_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)"
)
_PORT = re.compile(r"POURQUOI_(?:\w+_)?PORT")
_ADDRESS = re.compile(r"(?:tcp|udp|sctp)://.*")


def tells_of_a_service(name: str, value: str) -> bool:
    """Whether the variable was set by Kubernetes for a Service whose name begins with ours, and by nobody who wants a setting."""
    return bool(_NAMES.fullmatch(name)) or (bool(_PORT.fullmatch(name)) and is_service_address(value))


def is_service_address(value: object) -> bool:
    """Whether it is what Kubernetes puts where we look for a port: `tcp://10.96.0.17:8000`."""
    return isinstance(value, str) and bool(_ADDRESS.fullmatch(value))
