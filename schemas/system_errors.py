"""What the operating system says of files, in both languages."""

import errno
from collections.abc import Mapping
from typing import Final

from schemas.words import Text, text

_CHINESE: Final[Mapping[int, str]] = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘只能读",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
}


def said_of(error: OSError) -> Text:
    """Return why the system did not do something; in its own words where there are none of ours."""
    english = error.strerror or str(error) or type(error).__name__
    return text(_CHINESE.get(error.errno or 0, english), english)
