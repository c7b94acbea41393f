"""Saved web pages: the text without menus, scripts, hidden copies and footers."""

from pathlib import Path

from gateway.documents import read_document
from schemas.intake import Declared, IntakeReading, StatedStatus

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于巡察整改进展情况的通报_某区卫健局</title>
<script>var a = "一、脚本里的问题不到位";</script><style>.a{}</style></head><body>
<nav><ul><li>首页</li><li>1.机构概况不完善</li></ul></nav><div>当前位置:<a>首页</a> &gt; 巡察公开</div>
<h1>某区卫生健康局党组关于巡察整改进展情况的通报</h1><div>发布时间:2024-01-05&nbsp;来源:区卫健局</div>
<div><div><p>&#26681;据区委统一部署,现将整改进展情况予以公布。反馈的3个问题,已完成整改2个,正在推进1个。</p>
<p>一、反馈问题整改情况<br/>1.党建引领不强的问题。<br>整改情况:已完成整改。<br>2.院感防控不严的问题。<br>整改情况:已完成整改。
</p><p><span>3.</span><span>债务化解缓慢的问题。</span></p><p>整改情况:正在推进。&ldquo;化债&rdquo;方案已制定。</p></div></div>
<div style="display:none"><p>4.隐藏的管理不规范的问题。</p></div><footer>版权所有</footer>
<div>上一篇:无</div></body></html>"""

TABLE = """<html><head><meta charset=gb2312></head><body><table><tr><td><p>巡察反馈问题整改清单</p><table>
<tr><td rowspan=2>序号</td><td rowspan=2>问题</td>
<td colspan=2>整改情况</td></tr><tr><td>整改措施</td><td>完成状态</td></tr>
<tr><td>1</td><td>制度不健全</td><td>修订制度3项</td><td>已完成</td></tr>
<tr><td>2</td><td>监管不到位</td><td>开展检查</td><td>推进中</td></tr></table></td></tr></table></body></html>"""


def _read(folder: Path, page: str, encoding: str) -> IntakeReading:
    path = folder / "page.html"
    path.write_bytes(page.encode(encoding))
    return read_document(path)


def test_only_the_visible_text_is_read(tmp_path: Path) -> None:
    reading = _read(tmp_path, PAGE, "utf-8")
    assert [item.number for item in reading.items] == [1, 2, 3]
    assert reading.declared == Declared(total=3, done=2, ongoing=1)
    assert reading.title == "某区卫生健康局党组关于巡察整改进展情况的通报"
    assert reading.items[2].measures == ("“化债”方案已制定。",)
    assert reading.items[2].status is StatedStatus.ONGOING


def test_a_table_within_a_layout_table_is_read_with_its_spans(tmp_path: Path) -> None:
    reading = _read(tmp_path, TABLE, "gb18030")
    assert [(item.number, item.measures) for item in reading.items] == [(1, ("修订制度3项",)), (2, ("开展检查",))]
