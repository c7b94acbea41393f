"""The address of a PostgreSQL database: whether a driver can read it, decided before it is handed to one."""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

_PART = r"(?:[^\s:/?#\[\]@%]|%[0-9A-Fa-f]{2})"  # what is special is percent-encoded, or the driver cuts it there
_HOST = rf"(?:(?:(?!,){_PART})+|\[[0-9A-Fa-f:.]+\])(?::\d{{1,5}})?"
_FIELD = r"[^\s#&=]+=[^\s#&]*"
_FORM: Final = re.compile(
    rf"postgres(?:ql)?://(?:{_PART}+(?::(?:{_PART}|:)*)?@)?(?P<hosts>{_HOST}(?:,{_HOST})*)?"
    rf"(?:/{_PART}*)?(?:\?{_FIELD}(?:&{_FIELD})*)?"
)
_TLS: Final = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})


def is_database_url(written: str) -> bool:
    """Tell whether postgresql://user:password@host:port/database?field=value is written as a driver can read it."""
    form = _FORM.fullmatch(written)
    if form is None:
        return False
    try:
        fields = parse_qs(urlsplit(written).query)
    except ValueError:  # signs that Unicode takes for others
        return False
    ports = re.findall(r":(\d+)(?=,|$)", form["hosts"] or "") + ",".join(fields.get("port", [])).split(",")
    return all(map(_is_port, filter(None, ports))) and _TLS.issuperset(fields.get("sslmode", []))


def _is_port(written: str) -> bool:
    return re.fullmatch(r"[0-9]{1,5}", written) is not None and 1 <= int(written) <= 65535
