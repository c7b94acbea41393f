"""Spreadsheets: ledgers that offices send in, and the empty workbook that they fill."""

from gateway.spreadsheets.reader import read_spreadsheet
from gateway.spreadsheets.template import TemplateLists, write_template

__all__ = ["TemplateLists", "read_spreadsheet", "write_template"]
