"""The chain: every fact's hash covers the one before it, so that nothing can be changed, dropped or slipped in."""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator

from schemas.commands import Command
from schemas.entries import Entry
from schemas.facts import CaseOpened, Fact
from schemas.values import ChainHead, Record, Shared, Value, canonical_json
from schemas.words import text

# The sentence of a refusal may be worded better one day. A case that is told again from its history then says it anew:
# were the wording hashed, its next fact would no longer follow the ones that the ledger holds.
_WORDING = frozenset({"reason_zh", "reason_en"})

Seal = Callable[[Entry], Entry]


class ChainBroken(Exception):  # noqa: N818 - a finding about the record, in words
    """An entry does not follow the one before it."""


class FactsMissing(Exception):  # noqa: N818 - trouble: the facts in between are on their way, or the ledger was cut
    """Facts before these are not in the ledger yet; try again, and if that does not help run `bihuan rebuild`."""


def canonical(fact: Fact) -> str:
    """Return the one JSON text of a fact: sorted keys, no spaces, Chinese as it is.

    What has its default is left out, so that a field which a later edition adds changes no fact that was written before
    it; so a default, once released, never changes.
    """
    return _written(fact)


def entry_hash(entry: Entry) -> str:
    """Return the SHA-256 that an entry must bear: over its own content and the hash before it, instants in UTC."""
    asked, case_id, command_id = map(canonical_json, (entry.asked, entry.case_id, entry.command_id))
    content = (  # canonical JSON too, put together by hand: this is done for every fact
        f'{{"asked":{asked},"at":"{entry.at.astimezone(dt.UTC).isoformat()}","case_id":{case_id},'
        f'"command_id":{command_id},"fact":{_written(entry.fact, _WORDING)},"number":{entry.number},'
        f'"previous":"{entry.previous}"}}'
    )
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def digest(command: Command) -> str:
    """Return what a command asks, whatever its id: its name, and the beginning of a SHA-256 over its content."""
    content = _object(command, exclude={"id"})
    return f"{command.name}:{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def sealed(entry: Entry) -> Entry:
    """Return the entry with the hash that it must bear."""
    return entry.model_copy(update={"hash": entry_hash(entry)})


def unsealed(entry: Entry) -> Entry:
    """Return the entry as it is, for plans: what no ledger is to keep bears no hash of its own."""
    return entry


def chained(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Seal the entries of a case one after another, from its first on."""
    head = ChainHead()
    for entry in entries:
        linked = sealed(entry.model_copy(update={"previous": head.hash}))
        head = linked.head
        yield linked


def check_link(head: ChainHead, entry: Entry) -> None:
    """Raise ChainBroken where an entry does not follow a head or its hash is not its own."""
    broken = None
    if entry.number != head.number + 1:
        broken = text(f"序号应为{head.number + 1}，实为{entry.number}", f"number {head.number + 1} expected")
    elif entry.previous != head.hash:
        broken = text("前一条的哈希不符", "the previous hash differs")
    elif entry.hash != entry_hash(entry):
        broken = text("内容与哈希不符", "the content does not match the hash")
    if broken:
        raise ChainBroken(f"{entry.case_id} #{entry.number}: {broken.zh} / {broken.en}")


def _written(fact: Fact, without: Collection[str] = ()) -> str:
    if isinstance(fact, CaseOpened):
        return f'{{"kind":"{fact.kind}","opening":{_object(fact.opening, exclude_defaults=True)}}}'
    return _object(fact, exclude=without, exclude_defaults=True, kind=fact.kind)


def _object(
    whole: Record | Value, *, exclude: Collection[str] = (), exclude_defaults: bool = False, **more: str
) -> str:
    """Write an object down; a policy or a calendar is most of it, and was written out once for many cases."""
    shared = {name: value.canonical for name, value in vars(whole).items() if isinstance(value, Shared)}
    own = whole.model_dump(mode="json", exclude={*exclude, *shared}, exclude_defaults=exclude_defaults) | more
    if not shared:
        return canonical_json(own)
    parts = {name: canonical_json(value) for name, value in own.items()} | shared
    return "{" + ",".join(f"{canonical_json(name)}:{parts[name]}" for name in sorted(parts)) + "}"
