"""What the reader of documents refuses to read, each as a sentence that says what to do instead."""

from schemas.words import Refusal, text

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024


def not_found(name: str) -> Refusal:
    """The file is not there, or is a folder."""
    return Refusal(text(f"找不到文件“{name}”，请检查路径。", f"File “{name}” was not found; check the path."))


def unreadable(name: str) -> Refusal:
    """The system does not let us read the file."""
    return Refusal(text(f"无法读取文件“{name}”，请检查权限。", f"File “{name}” cannot be read; check its permissions."))


def unknown_type(name: str) -> Refusal:
    """The file's name ends in something else than this reader takes."""
    return Refusal(
        text(
            f"“{name}”不是可读取的文书格式；可读取 .docx、.txt、.html、.htm。",
            f"“{name}” is no document that can be read; allowed are .docx, .txt, .html and .htm.",
        )
    )


def empty(name: str) -> Refusal:
    """There is no text in the file."""
    return Refusal(text(f"“{name}”中没有文字内容。", f"“{name}” holds no text."))


def too_large(name: str) -> Refusal:
    """The file, or what it unpacks to, is beyond what a document can be."""
    return Refusal(
        text(
            f"“{name}”过大：文书不得超过20 MB（解压后200 MB）、200万字。",
            f"“{name}” is too large: a document may have 20 MB (200 MB unpacked) and two million characters.",
        )
    )


def not_what_it_says(name: str, really: str) -> Refusal:
    """The content is of another kind than the name says."""
    return Refusal(
        text(
            f"“{name}”的内容与扩展名不符（实际像是{really}），请用原程序另存为 .docx 后再导入。",
            f"The content of “{name}” is not what its name says (it looks like {really}); save it as .docx and retry.",
        )
    )


def old_word(name: str) -> Refusal:
    """An old .doc or a document under a password: both are closed to us."""
    return Refusal(
        text(
            f"“{name}”是旧版 .doc 或设有密码的文档，请去掉密码并另存为 .docx 后再导入。",
            f"“{name}” is an old .doc or is protected by a password; remove the password, save it as .docx and retry.",
        )
    )


def damaged(name: str) -> Refusal:
    """A .docx that cannot be opened."""
    return Refusal(
        text(
            f"“{name}”已损坏，无法打开；请重新另存为 .docx 后再导入。",
            f"“{name}” is damaged and cannot be opened; save it as .docx again and retry.",
        )
    )


def unknown_encoding(name: str) -> Refusal:
    """Bytes that are no text in any encoding that offices use."""
    return Refusal(
        text(
            f"无法识别“{name}”的文字编码，请另存为 UTF-8 编码的文本后再导入。",
            f"The text encoding of “{name}” is not recognised; save it as UTF-8 text and retry.",
        )
    )
