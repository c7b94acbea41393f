"""What is given back for a command that was carried out."""

from schemas.values import CommandId, Value


class Receipt(Value):
    """What became of a command: the same id gives the same receipt while it is among the case's latest 200."""

    command_id: CommandId
    asked: str | None = None  # what the id stands for: the command's name and a digest of its content
    first: int  # the numbers of the facts that it brought
    last: int
