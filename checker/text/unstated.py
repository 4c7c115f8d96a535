"""Words that state nothing: what people type into a cell that they have no datum for.

Owns the one list of them, each with where it is known from, for every reader alike.  What stands there
is quoted beside "missing"; it is never a datum.  Where a choice has such a word among its answers, it is
an answer: that is for whoever knows the choice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from checker.text.normal import folded


class Nothing(NamedTuple):
    """Ways to state nothing of one kind: what they amount to, where they are known from, the words."""

    kind: str
    seen: str
    words: str


_SAYINGS = (
    Nothing("blank", "填表习惯；国家统计局年鉴说明：“空格”表示不详或无该项数据", """
        空 空白 空缺 缺 缺失 缺项 未填 未填写 未填报 不填 未报 未提供 未说明 未注明 没填 没有填
        无数据 暂无数据 无资料 暂缺 暂未提供 数据缺失 (空) (空白)"""),
    Nothing("none", "填表习惯", """
        无 暂无 没有 暂时没有 无内容 不详 不明 未知 不清楚 不知道 略 从略"""),
    Nothing("later", "填表习惯", """
        待定 待补 待补充 待填 待填写 待填报 待报 待查 待核 待核实 待核定 待确认 待确定 待提供 待统计
        待明确 待完善 待更新 待落实 未定 未确定 暂未确定 尚未确定 暂定 后补 后续补充 后续提供
        另行提供 另补 另报 补充中 统计中 测算中 tbd tba tbc"""),
    Nothing("elsewhere", "填表习惯", """
        同上 同前 同左 如上 见上 见上表 见下 见下表 另附 附后 后附 如附件 附件"""),
    Nothing("machine", "表格软件、数据库和程序导出的空值", """
        null none nil nul nan .nan na n/a n.a. n.a undefined #n/a #na #null! (null) (blank)"""),
)
_KNOWN = frozenset(folded(word).casefold() for saying in _SAYINGS for word in saying.words.split())
# Marks alone say nothing, but for those that answer a yes-or-no question.
_MARKS = re.compile(r"[\W_ー]+")
_ANSWERS = re.compile("[√✓✔☑×✗✘☒╳]")
_AROUND = "。.,;、!?:…~·*()[]{}<>《》〈〉「」『』【】“”\"'‘’-/\\|_ "
# 详见附件3, 见可行性研究报告第二章: a pointer, not a statement.
_POINTER = re.compile(
    "(?:详见|请见|参见|另见|详情见|具体见|内容见|均见|详细见|参阅|查看|详阅).{0,24}"
    "|见(?:附|后附|材料|报告|可研|可行性|申请|方案|清单|说明|备案|环评|批复|合同|协议|前|上|下|第|本|表|图|《).{0,20}"
    "|[如同](?:上|前|下|左|附件|附表|附图)(?:所[述示列]|[表图行项])?[0-9一二三四五六七八九十]*")
_SENTENCE = re.compile("[。;!?].")
LONGEST = 40


def states_nothing(words: str) -> bool:
    """Whether the words state nothing, however they are written."""
    if "0" <= words[:1] <= "9":  # none of the words above begins with a digit
        return False
    return _nothing_soon(words) if len(words) <= LONGEST else _nothing(words)


def _nothing(words: str) -> bool:
    plain = folded(words).casefold()
    if not plain:
        return True
    if len(plain) > LONGEST:
        return False
    if plain in _KNOWN or (_MARKS.fullmatch(plain) and not _ANSWERS.search(plain)):
        return True
    bare = plain.strip(_AROUND)
    return bare in _KNOWN or (_POINTER.fullmatch(bare) is not None and not _SENTENCE.search(bare))


# Scopes, names and words of a choice: the same ones come again and again.
_nothing_soon = lru_cache(maxsize=4096)(_nothing)
