"""What the page for OA programmers says about the commands is what the code does."""

from schemas.commands import COMMANDS
from schemas.examples import example_of
from tests.docs.command_table import PAGE, command_table, table_in


def test_the_table_of_commands_is_the_code_s() -> None:
    renew = "the commands have changed: run `python -m tests.docs.command_table`, and read what it wrote"
    assert table_in(PAGE.read_text("utf-8")) == command_table(), renew


def test_every_example_in_the_table_is_a_payload_that_its_command_takes() -> None:
    for name, kind in COMMANDS.items():
        assert kind.model_validate(example_of(kind)).name == name
