"""Hostile settings: whatever the environment says is taken, or refused by its variable's name and never shown."""

import os
from collections.abc import Mapping

from hypothesis import strategies as st

from schemas.database_url import is_database_url
from schemas.settings import VARIABLES, Settings, load_settings
from schemas.words import Text
from tests.fuzz.signs import HOSTILE
from tests.fuzz.target import Target
from tests.fuzz.verdict import answered

SECRET = "hush-hush"  # noqa: S105 - invented
URLS = st.builds(
    "{0}://u:{1}{2}@{3}/{4}?{5}".format,
    st.sampled_from(("postgresql", "postgres", "mysql", "")),
    st.just(SECRET),
    HOSTILE,
    st.sampled_from(("db.example", "[::1]:5432", "h:0", "h:99999", "a,b:1", "", "库.example", "[::", "h:٣")) | HOSTILE,
    HOSTILE,
    st.sampled_from(("", "sslmode=require", "sslmode=x", "port=5432,x", "host=/srv", "=", "a=b&")) | HOSTILE,
)
SOUND = ("/srv/site", "~/site", "en", "7234", "db.example:7233", "postgresql://u@db.example/ledger", "bihuan")
VALUES = HOSTILE | st.sampled_from(SOUND) | URLS
ENVIRONMENTS = st.dictionaries(st.sampled_from((*VARIABLES, "HOME")), VALUES, max_size=6)


def is_set_or_refused(environ: Mapping[str, str]) -> None:
    settings = answered(lambda: load_settings(_possible(environ)))
    if isinstance(settings, Text):
        assert SECRET not in settings.zh + settings.en
        return
    assert isinstance(settings, Settings)
    assert SECRET not in repr(settings)
    assert settings.home.is_absolute()
    for url in (settings.database_url, settings.owner_database_url):
        assert url is None or is_database_url(url.get_secret_value())


def _possible(environ: Mapping[str, str]) -> dict[str, str]:
    """Give what the operating system can hand over: no NUL, and bytes that are no UTF-8 as lone surrogates."""
    values = {
        name: value.replace("\0", "") for name, value in environ.items() if name.endswith("_URL") or SECRET not in value
    }
    return {name: os.fsdecode(value.encode("utf-8", "surrogatepass")) for name, value in values.items()}


TARGETS = (Target("settings", ENVIRONMENTS, is_set_or_refused, share=170, slice=120),)
