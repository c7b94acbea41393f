"""One site for the tests that leave it as it was, and places for sites of one's own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from tests.embedded import machine
from tests.site.running import EXAMPLE, Office, Program, office_at, running, until

# What people have who also use Temporal elsewhere. None of it may lead a site's own programs away from it.
ELSEWHERE = """
[profile.default]
address = "temporal.example:7233"
namespace = "somebody-else"
api_key = "no-key"
tls = {disabled = false, server_name = "temporal.example"}
codec = {endpoint = "https://codec.example", auth = "none"}
"""


@pytest.fixture
def office() -> Iterator[Office]:
    """Return an office without a site yet."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        yield office_at(Path(closed) / "home")


@pytest.fixture(scope="session")
def site() -> Iterator[Program]:
    """A site held up by `bihuan up`, with the example's roster, as somebody runs it who has Temporal elsewhere too."""
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as closed:
        office = office_at(Path(closed) / "home")
        office.environ = {**office.environ, "TEMPORAL_TLS": "true"}
        file = Path(closed) / ".config" / "temporalio" / "temporal.toml"
        file.parent.mkdir(parents=True)
        file.write_text(ELSEWHERE)
        with running(office, "up", "--roster", EXAMPLE / "roster.yaml") as program:
            until(lambda: "站点已就绪" in program.words or program.process.poll() is not None, 60, what="the site")
            assert program.process.poll() is None, program.words
            yield program


@pytest.fixture(scope="session")
def at_site(site: Program) -> Office:
    """The office whose site it is."""
    return site.office


@pytest.fixture(scope="session")
async def stranger(at_site: Office) -> Client:
    """Temporal's own client, which knows nothing of us."""
    return await Client.connect(at_site.address, namespace="bihuan")
