"""Web pages as they come, made fit for Python's parser, which breaks on some of them and never ends on others."""

import re
from typing import Final

LONGEST_REFERENCE: Final = 8  # signs of a character's number: the highest is &#1114111;
_REFERENCE: Final = re.compile(rf"&#(?:[0-9]{{{LONGEST_REFERENCE},}}|[xX][0-9a-fA-F]{{{LONGEST_REFERENCE},}});?")
_COMMENT_ENDS: Final = re.compile(r"--\s*>")


def made_fit(markup: str) -> str:
    """Return markup that reads the same, in a time that grows with its length alone.

    What opens and is never closed (<!--, <a) would be looked for to the end from each place where it opens.
    """
    # <![if …]> and <![CDATA[ are to a browser comments that end at the next >.
    fit = _REFERENCE.sub("\ufffd", markup).replace("<![", "<! ")
    ends = max((found.end() for found in _COMMENT_ENDS.finditer(fit)), default=0)
    fit = fit[:ends] + fit[ends:].replace("<!--", "<! ")
    ends = fit.rfind(">") + 1
    return fit[:ends] + fit[ends:].replace("<", "&lt;")
