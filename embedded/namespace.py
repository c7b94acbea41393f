"""The namespace on the embedded Temporal server: its retention and its search attributes."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from embedded.process import bare_environment
from embedded.trouble import SiteTrouble
from schemas.words import text

RETENTION_DAYS: Final = 3650  # ten years: a closed case's history is kept as long as its paper file


@dataclass(frozen=True)
class Namespace:
    """One namespace, asked and changed through Temporal's own program."""

    name: str
    address: str
    program: Path

    async def provide(self, search_attributes: Mapping[str, str]) -> None:
        """Give the namespace ten years' retention and the search attributes (name → type) that it lacks."""
        if await self.retention_seconds() != RETENTION_DAYS * 86400:
            await self._operate("namespace", "update", "--retention", f"{RETENTION_DAYS}d")
        # Not by start-dev's own flag: on a database that exists already, it adds nothing and says nothing.
        missing = await self._missing(search_attributes)
        if missing:
            pairs = [part for name, kind in missing.items() for part in ("--name", name, "--type", kind)]
            await self._operate("search-attribute", "create", *pairs)

    async def exists(self) -> bool:
        """Tell whether the server answers and knows the namespace."""
        try:
            await self.retention_seconds()
        except SiteTrouble:
            return False
        return True

    async def retention_seconds(self) -> int:
        """Return how long the server keeps the history of a closed workflow."""
        described = json.loads(await self._operate("namespace", "describe"))
        return int(str(described["config"]["workflowExecutionRetentionTtl"]).removesuffix("s"))

    async def search_attributes(self) -> Mapping[str, str]:
        """Return the search attributes that were added to the server's own, name → type."""
        listed = json.loads(await self._operate("search-attribute", "list"))
        return {name: _kind(str(kind)) for name, kind in listed.get("customAttributes", {}).items()}

    async def _missing(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        present = await self.search_attributes()
        for name in wanted.keys() & present.keys():
            if wanted[name] != present[name]:
                raise _other_type(name, present[name], wanted[name])
        return {name: kind for name, kind in wanted.items() if name not in present}

    async def _operate(self, *words: str) -> bytes:
        asked = await asyncio.create_subprocess_exec(
            self.program,
            *("operator", *words, "--namespace", self.name, "--address", self.address, "--output", "json"),
            *("--disable-config-file", "--disable-config-env", "--command-timeout", "20s"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=bare_environment(),
        )
        try:
            said, complained = await asked.communicate()
        finally:
            if asked.returncode is None:
                asked.kill()
        if asked.returncode:
            raise _refused(" ".join(words[:2]), complained.decode(errors="replace"))
        return said


def _kind(listed: str) -> str:
    """Return a type as it is written when it is asked for: INDEXED_VALUE_TYPE_KEYWORD_LIST is KeywordList."""
    return "".join(word.capitalize() for word in listed.removeprefix("INDEXED_VALUE_TYPE_").split("_"))


def _other_type(name: str, present: str, wanted: str) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"Temporal 中的检索属性 {name} 是 {present} 类型，本版本需要 {wanted}。请用 temporal operator "
            "search-attribute remove 移除后再启动。",
            f"Temporal's search attribute {name} has the type {present}; this edition needs {wanted}. Remove it with "
            "temporal operator search-attribute remove and start again.",
        )
    )


def _refused(what: str, complained: str) -> SiteTrouble:
    first = next(iter(complained.strip().splitlines()), "—")
    return SiteTrouble(
        text(f"Temporal 没有做成 {what}：{first}", f"Temporal did not do {what}: {first}"),
    )
