"""The words by which official language tells a problem from a measure, and a heading from both."""

import re
from functools import lru_cache
from typing import Final

from gateway.documents.lines import EDGES

# What a sentence that states a shortcoming ends in or turns on.
FAULT: Final = re.compile(
    r"不到位|不够|不力|不足|不强|不严|不规范|不深|不扎实|不完善|不健全|不及时|不高|不实|不细|不全|"
    r"不准|不清|不畅|不紧|不落实|不彻底|"
    r"不充分|不合理|不合规|不符|不明|不大|不多|不好|不佳|不均|不平衡|不协调|不同步|不匹配|不配套|"
    r"不一致|不统一|不经常|不积极|不主动|不到边|"
    r"不重视|不担当|不作为|不敢|不善|不愿|不会|不透|不牢|不精|不优|不硬|不稳|不广|不密|不浓|不快|"
    r"不齐|不真|不尽|不守|不按|不执行|不正常|"
    r"不闭合|不闭环|不衔接|不履行|不坚决|不坚定|不自觉|不科学|不民主|不公开|不透明|不便|不符合|"
    r"不适应|不达标|不合格|不久|不准确|不满意|"
    r"缺失|缺位|缺乏|缺少|欠缺|薄弱|滞后|缓慢|弱化|虚化|淡化|软化|泛化|简单化|表面化|边缘化|"
    r"流于形式|走过场|走形变样|打折扣|搞变通|"
    r"短板|弱项|偏差|违规|违反|违纪|违法|超标|超限|超期|超范围|超编|逾期|虚列|虚报|套取|挪用|挤占|截留|侵占|"
    r"未(?!来|必|成年)|没有|没能|尚无|无证|无照|交叉|疏于|脱节|随意|混乱|悬空|拖沓|隐患|漏洞|差距|"
    r"较弱|较差|偏低|偏少|偏慢|偏软|偏松|偏弱|"
    r"偏高|偏大|偏重|偏离|较低|较少|较慢|过低|过高|过多|过大|较大|有限|松懈|宽松软|松散|涣散|"
    r"形式主义|官僚主义|有待|仍有|欠佳|"
    r"欠规范|少列|多列|少编|多编|应收未收|应缴未缴|超支|超预算|超概算|超付|不完整|不真实|"
    r"不(?!断|放|松|动摇|停|走样|反弹|忘|留|漏|懈|止|缺位|越位|打折|落空|悬空|少|同|只|仅|"
    r"得|让|再)[一-龥]{1,4}[”\"]?(?=,|$)|下降|下滑|失职|失责|失察|失管|失控|失真|失衡|失守|缺口|空白|"
    r"空转|闲置|浪费|流失|损失|风险|矛盾|突出$|频发|易发|多发|"
    r"以会代训|照搬照抄|照本宣科|以上率下不|重.{1,8}轻|弄虚作假|敷衍|推诿|扯皮|懈怠|乏力|乏味|"
    r"不深不透|长期.{0,6}(?:占用|挂账|空缺)|"
    r"被动|粗放|单一|陈旧|老化|断层|青黄不接|紧缺|短缺|欠账|拖欠|多计|少计|多付|少缴|漏缴|漏报|"
    r"虚高|虚增|账实|公款|私设|小金库|"
    r"(?<![减不较缺至多])少(?=$|[,。;、”\"]|的?问题)|(?<![降减])低(?=$|[,。;、”\"]|的?问题)|甚微|迟缓|停滞|拖延|延误|沉睡|倒置|递减|衰减|走样|反弹|回潮|"
    r"表面文章|千篇一律|粗枝大叶|大而化之|蜻蜓点水|不了了之|避重就轻|避实就虚|轻描淡写|以.{1,8}代替|签而不|说不清|"
    r"一言堂|家长制|好人主义|等靠要|大锅饭|两张皮|一刀切|庸懒散|冷硬横推|体外循环|拔苗助长|突击|后补|"
    r"白条|公车私用|坐支|私自|擅自|私搭|违建|摊派|克扣|冒领|拆分|规避|围标|串标|空饷|超职数|优亲厚友|徇私|舞弊|"
    r"抓得不|屡.屡|随意|长期(?:未|借用|占用|挂账|闲置)|盛行|老大难|梗阻|温差|淡薄|懒散|散漫|弱势|断档|"
    r"存在(?!的问题)|吃拿卡要|乱收费|不公|反映强烈|代管|混用|混同|滥发|滥用|超额|超比例|"
    r"借用.{0,6}人员|重复|雷同|抄袭|造假|不规"
)
WARDED: Final = re.compile(r"(?:确保|防止|杜绝|避免|严防|坚决不|决不|绝不)[^,。]{0,12}$")
NEAR_END: Final = 14
ENDING: Final = 6
NAMED: Final = re.compile(r"问题(?:的)?(?:整改|落实|进展|完成|推进)*(?:情况|方面|上)?[”\"》】]?(?:[(][^))]*[))])?$")
DOING: Final = re.compile(
    r"(?:进一步|深入|积极|切实|全面|认真|及时|持续|坚决|严格|不断|着力|大力|统筹|主动|扎实|迅速|"
    r"定期|从严|立即|针对性|有序|稳步)*"
    r"(?:加强|强化|健全|完善|建立|修订|制定|制订|规范|提高|提升|落实|落细|开展|组织|召开|严格|"
    r"督促|推进|推动|加大|持续|坚持|深化|明确|优化|"
    r"细化|压实|夯实|抓实|抓好|做好|做实|做细|聚焦|立足|紧扣|统筹|启动|盘活|完成|印发|出台|举办|"
    r"邀请|对照|梳理|整合|配齐|配强|选派|清退|"
    r"追缴|收回|约谈|批评|责令|成立|构建|打造|增强|改进|学习|传达|研究|部署|通过|采取|实施|结合|"
    r"围绕|突出|注重|狠抓|严肃|严控|拓宽|畅通|"
    r"合理|发挥|引导|教育|培训|检查|排查|整治|纠正|联合|协调|争取|申请|安排|设立|指定|调整|更新|"
    r"补充|补齐|补签|收集|汇总|公示|公开|"
    r"退回|退还|补缴|补交|清理|核减|归还|上缴|扣减|新建|增加|增设|重新|责成|给予|处理|解决|加快|"
    r"把|将|已|我局|我委|我院|(?:局|委|院)?党[组委](?![会组中领班成书主])|全面|积极|切实|及时|认真|深入|进一步|"
    r"腾退|厘清|罚款|召回|升级|压缩|压降|压减|废除|停用|停办|清除|拆除|修复|补录|兑现|增补|缩短|遴选|选拔|轮岗|"
    r"指导|协助|帮助|组建|筹集|筹措|划拨|严明|严查|从严|逐一|逐项|逐个|分类|分批|分步|分期|集中|主动|先后|共|累计|"
    r"安装|实行|推行|更换|聘请|购置|招聘|招录|引进|选聘|委托|取缔|取消|压减|核实|核查|核减|扣回|追回|清查|盘点|"
    r"设置|配备|投入|上线|开通|签订|修改|废止|编制|绘制|拟定|汇编|终止|暂停|停止|关停|报废|处置|调剂|拨付|发放|"
    r"补发|全额|收缴|没收|公布|通报|约谈|批评|问责|诫勉|撤销|移送|立案|查处|曝光|走访|慰问|巡查|督导|督查|调研|"
    r"参加|参与|落细|由|与|会同|联合|向|为(?!民|政|难)|每[周月季年日半]|按照|根据|依据|依托|利用|借助|"
    r"对[^,。]{1,30}?(?:进行|给予|予以|开展|实行|作出|立案|处以|下达|采取|逐|全面|重新)|"
    r"以)"
)
# What a sentence that reports a deed has in it, wherever that stands.
DEED: Final = re.compile(
    r"(?:均|全部|现|全)?已(?!久)(?:[^未没不,]{0,16})|"
    r"(?:建立|完善|健全|修订|制定|印发|出台)(?:了|健全|完善)?《|(?:建立|完善|健全)[^,。]{2,20}(?:制度|机制|台账)$"
)
LEAD_IN: Final = re.compile(r"^(?:针对|对于|就(?![业医诊餐近学地读任职事])|围绕)")
GENERAL: Final = re.compile(
    r"^(?:一是)?(?:关于|对|针对|全面|逐项|逐条|深入|巡察组|巡视组|市委|区委|县委|省委|中央|党委|"
    r"主要|突出|具体|本次|此次|[第一二三四五六七八九十、])*"
    r"(?:巡察组?|巡视组?|审计|督察|督查|检查|反馈|发现|指出|存在|主要|突出|重点|移交|选人用人|"
    r"专项|意识形态|立行立改)*(?:的|了)*"
    r"(?:主要|突出|具体|重点|共性|个性|整改)?(?:意见|问题|事项|任务)(?:及|和|与|的|主要|存在|原因|"
    r"分析|意见|建议|整改|落实|推进|进展|完成|具体|有关|"
    r"清单|办理|处理|工作|情况|方面|成效|措施|问题)*(?:[(].{0,20}[))])?$"
)
PREAMBLE: Final = re.compile(
    r"高度重视|提高站位|提升站位|政治站位|思想认识|统一思想|提高认识|组织领导|组织情况|组织推进|组织落实|主体责任|"
    r"压实.{0,6}责任|扛.{0,6}责任|履行.{0,8}职责|"
    r"整改工作.{0,6}(?:开展|推进|组织|部署|基本|总体)|总体(?:情况|推进|进展|要求|目标|部署)|"
    r"基本(?:情况|概况|做法|原则)|工作开展情况|"
    r"开展情况|指导思想|部署.{0,4}情况|深入学习贯彻|专题民主生活会|第一责任人|动员部署|迅速行动|"
    r"推进机制|主要做法|工作成效|取得.{0,6}成效|"
    r"主要成绩|整改成效|建章立制|制度建设|举一反三|工作原则|总体评价|肯定成绩|主要成效|"
    r"巡察工作概况|履行职责|健全.{0,4}机制|工作机制|统筹推进|"
    r"认真(?:研究|对照|落实)|精心|思想自觉|政治自觉|政治责任|政治任务|责任落实|督促检查|"
    r"跟踪(?:问效|督办)|真改实改|工作合力"
)
OUTLOOK: Final = re.compile(
    r"下一步|下步|今后|接下来|下阶段|后续(?:工作|整改|打算|措施|安排|计划|推进)|意见建议|意见和建议|整改建议|工作建议|几点建议|审计建议|"
    r"整改要求|工作要求|有关要求|几点要求|整改意见|"
    r"努力方向|工作打算|持续深化|巩固.{0,12}(?:成果|成效)|长效机制|长效|常态长效|久久为功|"
    r"保障措施|工作保障|监督方式|联系方式|善始善终|"
    r"(?:推动|继续|持续).{0,20}(?:走深走实|高质量发展|见效)|问责处理|责任追究情况|^附件"
)
CLUES: Final = re.compile(r"(?:问题)?线索|信访(?:举报)?(?:件|事项|问题)|举报件|信访件|来信来访")
ANSWERED: Final = (
    r"(?:整改(?:工作)?(?:落实|进展|推进|完成|办理|具体)?(?:情况|措施|进展|举措|成效|结果|落实|进度|效果|做法|完成)?|"
    r"(?:目前)?(?:已)?采取(?:的)?(?:整改)?措施|主要措施|具体措施|主要做法|落实情况|进展情况|"
    r"(?:整改|落实|工作|主要|具体|推进)(?:的)?(?:措施|举措|做法|情况|进展)(?:及|和|与|、)(?:整改|取得|完成|工作|主要|落实)*(?:的)?"
    r"(?:措施|举措|成效|结果|效果|成果|情况|进展|进度)|(?:整改|工作|落实|推进)(?:举措|实效|成果|完成情况|进展情况|落实成效)|(?:工作|推进)(?:措施|情况)|目前进展|"
    r"完成情况|办理情况|处理情况|处理结果|整改落实进展情况|处置情况|核查情况|调查情况|办理结果)"
)
ASKED: Final = (
    r"(?:巡察|巡视|审计|督察|检查)?(?:反馈|发现|指出)?(?:存在)?(?:的)?(?:主要|具体|"
    r"突出)?(?:问题)(?:描述|表现|内容|情况|概述|事实|表述)?|"
    r"反馈情况|存在情况|具体表现|主要表现|表现形式|反馈意见|存在不足|反馈内容|整改任务|反映问题|反映内容|举报内容|线索内容"
)
OWNED: Final = (
    r"责任领导|分管领导|牵头领导|责任单位|责任科室|责任部门|牵头单位|牵头科室|牵头部门|配合单位|"
    r"配合科室|协办单位|责任人|联系人|具体责任人|"
    r"(?:整改|计划|预计)?(?:完成|整改)?(?:时限|期限|时间)|整改目标|整改责任人|整改责任领导|"
    r"整改责任单位|原因分析|产生原因|整改类型|问题类别"
)
STANDING: Final = (
    r"(?:整改)?(?:完成)?(?:状态|进度状态|是否完成|完成与否|目前状态|销号情况|整改状态|办理状态|"
    r"认定结果|整改结论|完成情况|整改进度|整改结果)"
)
LABEL: Final = re.compile(
    rf"[【\[( ▲△●■◆★☆※➤▶◎○·—-]*(?:(?P<standing>{STANDING})|(?P<owned>{OWNED})|"
    rf"(?P<answered>{ANSWERED})[一二三四五六七八九十\d]{{0,2}}|(?P<asked>{ASKED}))"
    rf"(?:[(][^))]{{0,12}}[))])?(?:\s*[:]|[】\]))]+\s*[:]?|(?:如下)[:])\s*"
)
ANSWER: Final = re.compile(rf"(?:^|[。;)))\s”])[【\[(]?(?:{ANSWERED})[一二三四五六七八九十\d]{{0,2}}(?:[:】\]))])")
ALONE: Final = re.compile(rf"(?:{ANSWERED})[:。]?$")
FULL_STOP: Final = re.compile(r"[。!?;;]")


LONGEST: Final = 400  # no heading is longer


def first_sentence(text: str) -> str:
    """The sentence that opens a text, with its stop left off; a stop within quotation marks ends nothing."""
    depth = 0
    for place, char in enumerate(text[:LONGEST]):
        if char in "“《((「【":
            depth += 1
        elif char in "”》))」】":
            depth = max(0, depth - 1)
        elif char in "。!?" and depth == 0:
            return text[:place]
    whole = text if depth == 0 or len(text) < 160 else (FULL_STOP.split(text, maxsplit=1)[0] or text)
    return whole[:LONGEST]


def heading_of(text: str) -> str:
    """The heading that a text opens with: its first sentence, cut where a label or a list follows it."""
    head = first_sentence(text)
    label = re.search(rf"(?:[:。;\s]|(?<=[”)》]))\s*(?=[【\[(]?(?:{ANSWERED}|一是)(?:[:】\]]|(?<=一是)))", head)
    return (head[: label.start()] if label and label.start() else head).strip(EDGES)


def states_fault(text: str) -> bool:
    """Whether a heading names a shortcoming (执法程序不规范, 关于……的问题), not a measure."""
    return fault_weight(heading_of(text)) >= 2


@lru_cache(maxsize=1024)
def fault_weight(head: str) -> int:
    """How strongly a heading names a shortcoming; 2 and more is a problem, below 0 a measure."""
    bare = head.rstrip(EDGES)
    if re.fullmatch(ANSWERED, bare) or GENERAL.match(bare):
        return -3
    weight = 0
    if NAMED.search(bare) and not re.search(
        r"(?:坚持|聚焦|突出|强化)问题|^.{0,8}(?:解决|整改|化解|处置|梳理|排查|纠治|回应|防范).{0,12}问题$", bare
    ):
        weight += 3
    faults = [found.start() for found in FAULT.finditer(bare) if not WARDED.search(bare[: found.start()])]
    if faults:
        weight += 3 if len(bare) - faults[-1] <= NEAR_END else 2
    weight += 1 if bare.startswith("关于") else 0
    if reports_deed(bare):
        weight -= 2
    if LEAD_IN.match(bare) and not NAMED.search(bare):
        weight -= 3
    return weight


def reports_deed(head: str) -> bool:
    """Whether a sentence tells what was done or is to be done; one that ends in a shortcoming tells none."""
    if FAULT.match(head) or not (DOING.match(head) or DEED.search(head)):
        return False
    if DOING.match(head):
        head = re.sub(r"“[^”]*”", "“”", head)
    ends = [found.start() for found in FAULT.finditer(head, max(0, len(head) - ENDING))]
    return not ends or bool(re.search(r"\d", head[ends[-1] :])) or bool(WARDED.search(head[: ends[-1]]))


def is_aspect(head: str) -> bool:
    """Whether a heading only names a field (在政治建设方面, 聚焦……方面)."""
    return bool(
        re.search(
            r"方面(?:存在)?(?:的)?(?:主要|突出)?(?:问题|情况)?(?:的)?(?:整改)?(?:落实|"
            r"进展)?(?:情况)?[”\"]?(?:[(][^))]*[))])?$",
            head,
        )
    )


AIMED: Final = re.compile(r"[“\"]?(?:关于|针对|对于).{4,}问题(?:的)?(?:整改)?(?:落实|进展|完成)*(?:情况|方面)?[”\"]?$")
FIELD: Final = re.compile(r"聚焦|贯彻|从严治党|党的|党风|政治建设|责任制|战略部署|组织路线|主体责任落实|监督责任")
FORWARD: Final = re.compile(
    r"(?:下一步|下步|今后|努力方向)(?:的)?(?:工作|整改)?(?:的)?(?:打算|安排|计划|措施|思路|重点|方向)?$|^(?:工作|整改)?(?:成效|要求|建议)$"
)


def is_set_aside(head: str) -> bool:
    """Whether a heading opens a part that holds no feedback problems (高度重视, 下一步打算, 意见建议)."""
    return is_outlook(head) or is_preamble(head)


def is_outlook(head: str) -> bool:
    """Whether a heading opens a part on what comes next, or on what is asked for."""
    if FORWARD.search(head):
        return True
    ahead = OUTLOOK.search(head) and not re.search(r"(?:未完成|尚未|正在|需长期).{0,12}(?:问题|事项)", head)
    return bool(ahead) and not AIMED.match(head) and (fault_weight(head) < 3 or not FAULT.search(head))


def is_preamble(head: str) -> bool:
    """Whether a heading opens a part on how the work was led and organised."""
    if AIMED.match(head) or (is_aspect(head) and FIELD.search(head)):
        return False
    return (
        bool(PREAMBLE.search(head))
        and fault_weight(head) < 2
        and not re.search(r"(?:反馈|整改).{0,10}问题|问题.{0,6}整改", head)
    )


def is_about_clues(head: str) -> bool:
    """Whether a heading opens the part on transferred clues or letters of complaint."""
    return bool(CLUES.search(head)) and fault_weight(CLUES.sub("", head)) < 3
