"""A plan as one self-contained page: the picture and the list, for a screen or for paper."""

from collections.abc import Iterator
from html import escape
from typing import Final

from gateway.foreseeing.lines import DISCHARGED, OPENED, Line, ending, lines, refused
from gateway.foreseeing.marks import COLOURS
from gateway.foreseeing.picture import FONTS, LANG, picture
from gateway.foreseeing.plan import Plan
from schemas.words import Language, Text, text

HEADERS: Final = (text("日期", "Date"), text("事项", "What"), text("涉及", "Who"), text("依据", "Why"))
STYLE: Final = (
    f":root {{ color-scheme: light dark; font: 15px/1.5 {FONTS}; }}"
    """
body { max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; }
figure { margin: 1rem 0; overflow-x: auto; } figure svg { max-width: 100%; height: auto; min-width: 44rem; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; }
th { text-align: left; } th, td { padding: .15rem .8rem .15rem 0; vertical-align: top; }
tr { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); break-inside: avoid; }
tr.duty { opacity: .75; border-top: none; } td:first-child { white-space: nowrap; }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .4em; }
@media print { body { max-width: none; margin: 0; } figure svg { min-width: 0; } thead { display: table-header-group; } }
"""
)


def sheet(plan: Plan, title: Text, about: Text, language: Language = "zh") -> str:
    """Return the page as one HTML document that needs nothing else."""
    return "\n".join(_parts(plan, title, about, language))


def _parts(plan: Plan, title: Text, about: Text, language: Language) -> Iterator[str]:
    def say(words: Text) -> str:
        return escape(words.speak(language))

    yield f'<!DOCTYPE html><html lang="{LANG[language]}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{say(title)}</title><style>{STYLE}</style></head><body>"
    yield f"<h1>{say(title)}</h1><p>{say(about)}</p><p><strong>{say(ending(plan))}</strong></p>"
    yield from (f"<p>{say(why)}</p>" for why in refused(plan))
    yield f"<figure>{picture(plan, title, language)}</figure>"
    yield f"<table><thead><tr>{''.join(f'<th>{say(name)}</th>' for name in HEADERS)}</tr></thead><tbody>"
    yield from (_row(line, language) for line in lines(plan))
    yield "</tbody></table></body></html>"


def _row(line: Line, language: Language) -> str:
    what, who, why = (escape(words.speak(language)) for words in (line.what, line.who, line.why))
    dot = f'<span class="dot" style="background:{COLOURS[line.colour]}"></span>' if line.colour else ""
    kind = ' class="duty"' if line.kind in (OPENED, DISCHARGED) else ""
    date = "" if kind else line.date
    return f"<tr{kind}><td>{date}</td><td>{dot}{what}</td><td>{who}</td><td>{why}</td></tr>"
