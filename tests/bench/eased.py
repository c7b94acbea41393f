"""A site whose Temporal server is spared the wait for the disk: what an operator may choose who can lose a moment."""

from collections.abc import Sequence
from dataclasses import replace

from embedded.folder import SiteFolder
from embedded.keeper import Server
from embedded.process import Order
from embedded.site import Site
from embedded.temporal import Temporal


class EasedTemporal(Temporal):
    """The site's server with synchronous=NORMAL: a crash loses nothing, a power cut may lose the last steps."""

    async def prepare(self) -> Order:
        """Say how the server is started."""
        order = await super().prepare()
        return replace(
            order, command=[word.replace("synchronous=FULL", "synchronous=NORMAL") for word in order.command]
        )


class EasedSite(Site):
    """The embedded site with that server."""

    def _arrange(self, folder: SiteFolder) -> Sequence[Server]:
        servers = super()._arrange(folder)
        assert self.temporal is not None
        self.temporal = EasedTemporal(folder, self.settings, self.temporal.search_attributes)
        return [self.temporal if isinstance(server, Temporal) else server for server in servers]
