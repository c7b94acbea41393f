"""Texts as nobody should write them: what breaks parsers, columns, terminals and file names."""

from hypothesis import strategies as st

EVERYDAY = (
    *("张处长", "财务管理", "", " ", "\u3000", "0", "-1", "1.5", "true", "null", "2026-09-30", "2026-02-30"),
    *("99999999999999999999", "1e309", "NaN", "٣", "²", "１２", "〇", "长期", "合计", "15wd", "zh", "7233"),
)
SIGNS = (
    *("“”‘’「」《》—…·", "'; DROP TABLE cases; --", '"', "'", "\\", "`", "$(id)", "${x}", "{0}", "{reason} %s", "%00"),
    *("=1+1", "=cmd|' /C calc'!A0", "@x", "+1", "-1+1", "<b>&amp;</b>", "<!--", "]]>", "&#0;", "&#xD800;", "a\tb"),
    *("一\n二", "一\r\n二", "a\x00b", "\x00", "\x1b[31m红", "\x07", "\x7f", "\x85", "\ud800", "a\udfffb", "\ufffe"),
    *("\u202e倒\u202c", "\u2066x\u2069", "\u200b", "\u200b\u200b", "\ufeff", "\xad", "\u2028", "\u0600", "e\u0301" * 9),
    *("👨‍👩‍👧‍👦", "🇨🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\U00020bb7野家", "\U000e0001", "\ue000", "\uf8ff", "㈠①Ⅳ", "ﷺ", "İı", "ẞ"),
    *("../../etc/passwd", "/", "a/b/c", "C:\\x", "--", "--yes", "-", "@/etc/hostname", "file=x", "name=x,due=y"),
)
LONG = ("长", "a", "😀", "e\u0301", "、", '"', "\\", "\u200d", "9", " ", "=", "<", "(", "一是")

PLAIN = st.sampled_from(EVERYDAY)
LONGER = st.builds(lambda sign, times: sign * times, st.sampled_from(LONG), st.sampled_from((64, 65, 200, 256, 501)))
VERY_LONG = st.builds(lambda sign, times: sign * times, st.sampled_from(LONG), st.sampled_from((5_000, 20_001)))
ANY_SIGNS = st.text(st.characters(exclude_categories=[]), max_size=20)
TEXTS = PLAIN | st.sampled_from(SIGNS) | ANY_SIGNS | LONGER
WELL_FORMED = TEXTS.map(lambda text: text.encode("utf-8", "ignore").decode())  # as any UTF-8 file can hold
HOSTILE = TEXTS | VERY_LONG
NUMBERS = st.integers() | st.sampled_from((-1, 0, 1, 2**31, 2**63, 2**64, 10**400)) | st.floats()
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | HOSTILE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
