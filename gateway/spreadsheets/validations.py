"""What the template's cells accept: drop-down lists out of a hidden sheet, dates, numbers."""

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from gateway.spreadsheets.columns import Key
from gateway.spreadsheets.explanations import EXPLANATIONS, SHEETS, Explanation
from gateway.spreadsheets.grid import letter
from schemas.words import Language, text

LAST_ROW = 5_000  # rows that get drop-downs; below them the reader still checks
HINT_LENGTH = 255  # Excel's limit for an input message
SPEEDS = (text("立行立改", "Immediate"), text("限期整改", "By a deadline"), text("长期整改", "Long-term"))
DEFAULT_CATEGORIES = (
    text("政治建设", "Political work"),
    text("落实决策部署", "Carrying out decisions"),
    text("党风廉政建设", "Integrity"),
    text("作风建设", "Conduct"),
    text("选人用人", "Personnel"),
    text("基层党建", "Party building"),
    text("财务管理", "Finance"),
    text("资产与采购", "Assets and procurement"),
    text("工程项目", "Construction projects"),
    text("内部管理", "Internal rules"),
    text("巡视巡察审计整改落实", "Earlier rectification"),
    text("其他", "Other"),
)


@dataclass(frozen=True)
class Choices:
    """The words that a column's drop-down offers; a closed list accepts no others."""

    words: tuple[str, ...]
    closed: bool = False


def add_validations(ledger: Worksheet, hidden: Worksheet, choices: dict[Key, Choices], language: Language) -> None:
    """Write the lists to the hidden sheet and tell each column of the ledger what it accepts."""
    for column, explanation in enumerate(EXPLANATIONS):
        rule: dict[str, object] = {"input_message": explanation.allowed.speak(language)[:HINT_LENGTH]}
        offered = choices.get(explanation.key)
        if offered and offered.words:
            hidden.write_column(0, column, offered.words)
            rule |= _list_rule(column, offered, language)
        else:
            rule |= _value_rule(explanation, column, language)
        ledger.data_validation(1, column, LAST_ROW, column, rule)


def _list_rule(column: int, offered: Choices, language: Language) -> dict[str, object]:
    name = letter(column)
    source = f"='{SHEETS['lists'].speak(language)}'!${name}$1:${name}${len(offered.words)}"
    refusal = text("请从下拉列表中选择。", "Choose from the list.").speak(language)
    return {"validate": "list", "source": source, "show_error": offered.closed, "error_message": refusal}


def _value_rule(explanation: Explanation, column: int, language: Language) -> dict[str, object]:
    first = f"{letter(column)}2"
    refusal: dict[str, object] = {"error_message": explanation.allowed.speak(language)[:HINT_LENGTH]}
    if explanation.key is Key.DUE:
        accepted = f'OR(AND(ISNUMBER({first}),{first}>=36526,{first}<73051),{first}="长期",LOWER({first})="long-term")'
        return {"validate": "custom", "value": f"={accepted}"} | refusal
    if explanation.key is Key.NUMBER:
        return {"validate": "integer", "criteria": ">=", "value": 1, "error_type": "warning"} | refusal
    if explanation.key is Key.AMOUNT:
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"} | refusal
    return {"validate": "any"}
