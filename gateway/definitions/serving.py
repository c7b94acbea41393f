"""A definition taken in to be served: told here as it was told where it was examined."""

from pathlib import Path
from typing import Final

from gateway.definitions.checking import take_in
from gateway.definitions.source import definition_in, failure_in
from gateway.definitions.walking import walk
from gateway.yaml_files import Place, Problem, refused
from rules.blocks import Definition
from rules.stepping import leave
from schemas.policy import Policy
from schemas.words import Refusal, text

_OTHERWISE: Final = text(
    "同样的办理在另一个进程里走出了不同的结果：次序不能依集合、哈希而定，请改用元组。",
    "The same steps led to something else in another process: no order may follow from a set or a hash; use tuples.",
)


def serve(file: Path, walked: str) -> type[Definition]:
    """Take the definition in a file into the repertoire; a Refusal where its walk here bears another hash than there.

    Texts have another hash in each process, so what follows from the order of a set would be told otherwise after a restart.
    """
    definition = definition_in(file)
    policy = take_in(definition, file, file.with_suffix(".yaml"))
    try:
        _demand_the_same(definition, policy, file, walked)
    except Refusal:
        leave(definition)
        raise
    return definition


def _demand_the_same(definition: type[Definition], policy: Policy, file: Path, walked: str) -> None:
    try:
        here = walk(definition, policy)
    except Exception as error:
        raise failure_in(file, error) from error
    if here != walked:
        raise refused([Problem(Place(file), (), _OTHERWISE)])
