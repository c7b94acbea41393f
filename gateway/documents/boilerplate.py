"""The furniture of web pages and print-outs around a document, left out before anything is understood."""

import re
from typing import Final

from gateway.documents.lines import Line

FURNITURE: Final = re.compile(
    r"^(?:当前位置|您(?:的|当前|现在)?(?:所在)?位置|首页\s*[>»/]|首页$|返回(?:首页|顶部|列表)|"
    r"无障碍|关怀版|长者模式|设为首页|加入收藏|"
    r"字体(?:大小)?[:]|字号[:]|【(?:打印|关闭|收藏|字体|大|中|小)|[大中小]$|打印(?:本页)?$|"
    r"关闭(?:窗口|本页)?|分享(?:到|至)|分享[:]?$|朗读$|"
    r"上一[篇条]|下一[篇条]|扫一扫|版权所有|主办单位|主办[:]|承办单位|网站(?:标识码|地图|声明)|"
    r"技术支持|[^。]{0,20}ICP备|.{0,6}公网安备|"
    r"相关(?:链接|阅读|附件|文章|新闻|信息|推荐)|热[文点](?:推荐|排行)|猜你喜欢|推荐阅读|友情链接|"
    r"责任编辑|编辑[:]|责编|审核[:]|信息来源|"
    r"来源[:]|发布(?:时间|日期|机构|单位)|成文日期|索引号|信息索引号|公开方式|公开范围|主题分类|"
    r"发文(?:机关|字号)|文\s?号[:]|有效性|"
    r"(?:浏览|阅读|访问|点击)(?:次数|量|数)?[:]?\s*\d*|日期[:]|时间[:]\s*\d{4}|作者[:]|"
    r"更多(?:>>)?$|登录|注册|搜索|Copyright|ICP|"
    r"附件下载|文件下载|分享到微信|微信扫|二维码|视力保护|保护视力色|收藏本站|手机版|电脑版|"
    r"移动版|客服|预约演示|打印页码|第\s*\d+\s*页)",
    re.IGNORECASE,
)
PAGE_NUMBER: Final = re.compile(r"^(?:[-—–\s]*\d{1,3}[-—–\s]*|第\s*\d+\s*页(?:\s*[,/]?\s*共\s*\d+\s*页)?|[-—*·\s]+)$")
TAIL: Final = re.compile(
    r"^(?:上一[篇条]|下一[篇条]|相关(?:链接|阅读|文章|新闻|信息|推荐)|猜你喜欢|推荐阅读|热文推荐|"
    r"版权所有|主办单位|主办[:]|友情链接|关闭窗口|"
    r"【?打印|网站地图|分享(?:到|至)|责任编辑|Copyright|返回(?:首页|顶部))",
    re.IGNORECASE,
)
CLOSING: Final = re.compile(
    r"欢迎.{0,30}(?:监督|反映|提出)|如有意见(?:和|、|或)?建议|联系(?:方式|电话)[:]|监督电话|"
    r"举报电话|邮政信箱|电子邮箱[:]|特此(?:公告|公示|通报|报告)|"
    r"^下一步,?(?:我[局委院校公中市区县镇乡单集]|[^,。]{0,10}(?:党委|党组|党总支|党支部|党工委)).{0,4}(?:将|要)|"
    r"公示期|^\(?(?:此件|信息公开形式)|^附[件表][:\d]"
)
SIGNATURE: Final = re.compile(
    r"^(?:中共|中国共产党)?[^,。;:]{2,40}(?:委员会|党组|党委|党工委|党总支|支部|局|委|院|中心|"
    r"办公室|政府|巡察组|领导小组|公司|学校)$"
)
DATED: Final = re.compile(r"^(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{1,3}月.{1,3}日$")
COUNTING: Final = re.compile(
    r"(?:问题|整改任务)(?:共|共计|合计)?\d+(?:个|项|条).{0,80}完成|\d+(?:个|项|"
    r"条)(?:反馈)?(?:问题|整改任务).{0,60}(?:已完成|完成整改|整改到位)|总体完成率|整改完成率|^(?:以上|上述|综上)[^。]{0,12}(?:问题|任务)[^。]{0,8}完成(?:整改)?\d+(?:个|项|条)"
)
OPENS: Final = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[、.)]|[①-⑳]")
LONG_LINE: Final = 60


def without_furniture(lines: list[Line]) -> list[Line]:
    """The document's own lines: no menus, page numbers, share buttons or lists of other pages."""
    body = [line for line in lines if line.cells or not PAGE_NUMBER.match(line.text)]
    body = body[: _tail(body)]
    return [line for line in body if line.cells or len(line.text) > LONG_LINE or not FURNITURE.match(line.text)]


def apart(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines before the closing words, and a last paragraph that counts all problems once more."""
    body = without_ending(lines)
    last = next(
        (place for place in range(len(body) - 1, max(len(body) - 3, 0), -1) if COUNTING.search(body[place].text)), None
    )
    if last is None or body[last].cells or OPENS.match(body[last].text):
        return body, []
    return [*body[:last], *body[last + 1 :]], [body[last]]


def without_ending(lines: list[Line]) -> list[Line]:
    """The lines before the closing words, the signature and the date at the end of a document."""
    end = len(lines)
    for place in range(len(lines) - 1, max(len(lines) - 12, 0), -1):
        text = lines[place].text
        if lines[place].cells or not (CLOSING.search(text) or len(text) <= 30) or OPENS.match(text):
            break
        if not lines[place].cells and (CLOSING.search(text) or SIGNATURE.match(text) or DATED.match(text)):
            end = place
    return lines[:end]


def _tail(lines: list[Line]) -> int:
    """Where the document ends and the page's footer begins: a footer word after which no long line comes."""
    end = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if line.cells or len(line.text) > LONG_LINE:
            break
        if TAIL.match(line.text):
            end = place
    return end
