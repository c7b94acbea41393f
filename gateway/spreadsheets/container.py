"""The file itself: what is looked at before any sheet is opened, so that no file can hurt the reader."""

import io
import zipfile
import zlib
from enum import Enum, auto
from pathlib import Path

from schemas.words import Refusal, Text, text

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 500 * MEGABYTE
MOST_RATIO = 200  # a sheet of a hundred thousand equal rows packs about a hundred times
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Form(Enum):
    """How a file is read."""

    WORKBOOK = auto()
    TEXT = auto()


def load(path: Path) -> bytes:
    """Return the whole file; refuses what is no file, can't be read, is empty or over 50 MB."""
    try:
        if not path.is_file():
            raise Refusal(text(f"找不到文件「{path.name}」，请检查路径。", f"No file {path.name}: check the path."))
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refusal(
            text(
                f"文件「{path.name}」打不开，请检查权限，或先在表格软件中关闭它。",
                f"{path.name} can't be opened: check its permissions, or close it in the spreadsheet program.",
            )
        ) from error
    if len(content) > MOST_BYTES:
        raise Refusal(
            text(
                f"文件「{path.name}」超过50 MB，请去掉图片或拆成几个文件。",
                f"{path.name} is over 50 MB: remove pictures or split the file.",
            )
        )
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise Refusal(text(f"文件「{path.name}」是空的。", f"{path.name} is empty."))
    return content


def form_of(path: Path, content: bytes) -> Form:
    """Tell how to read a file, from its content first; refuses what is neither .xlsx nor .csv and says what to do."""
    if content.startswith(OLE):
        raise Refusal(_old_or_encrypted(path, encrypted=ENCRYPTED in content))
    if content.startswith(b"PK"):
        _check_archive(path, content)
        return Form.WORKBOOK
    if path.suffix.lower() == ".csv":
        return Form.TEXT
    raise Refusal(
        text(
            f"文件「{path.name}」不是有效的 .xlsx 或 .csv 文件，请在表格软件中打开后另存为 .xlsx。",
            f"{path.name} is no valid .xlsx or .csv file: open it in the spreadsheet program and save it as .xlsx.",
        )
    )


def _old_or_encrypted(path: Path, *, encrypted: bool) -> Text:
    if encrypted:
        return text(
            f"文件「{path.name}」设有打开密码，请在表格软件中取消密码后另存为 .xlsx。",
            f"{path.name} is protected by a password: remove it in the spreadsheet program and save as .xlsx.",
        )
    return text(
        f"文件「{path.name}」是旧版 .xls 格式，请在表格软件中打开后另存为 .xlsx。",
        f"{path.name} has the old .xls format: open it in the spreadsheet program and save it as .xlsx.",
    )


def _check_archive(path: Path, content: bytes) -> None:
    """Refuse an archive that unpacks to too much, is damaged, or lies about its sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MOST_UNPACKED or (size > 20 * MEGABYTE and size > MOST_RATIO * len(content)):
                raise Refusal(
                    text(
                        f"文件「{path.name}」解压后有 {size // MEGABYTE} MB，超出允许范围，不予打开。",
                        f"{path.name} unpacks to {size // MEGABYTE} MB, more than is allowed: it is not opened.",
                    )
                )
            # Unpacks no more than is declared and compares checksums: an archive that lies is found here.
            if archive.testzip() is None:
                return
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise Refusal(damaged(path)) from error
    raise Refusal(damaged(path))


def damaged(path: Path) -> Text:
    """Say that a workbook can't be opened, and what to do."""
    return text(
        f"文件「{path.name}」已损坏或不是 Excel 工作簿，请在表格软件中打开后重新另存为 .xlsx。",
        f"{path.name} is damaged or no Excel workbook: open it in the spreadsheet program and save it as .xlsx again.",
    )
