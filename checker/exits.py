"""The exit statuses of every command: one enum, from which help and docs are generated."""

from enum import IntEnum


class Exit(IntEnum):
    """What the caller may rely on; the Chinese meaning stands in :data:`MEANINGS`."""

    MET = 0
    UNMET = 1
    USAGE = 2
    UNDETERMINED = 3
    BAD_DOSSIER = 4
    BAD_RULESET = 5
    VERIFICATION_FAILED = 6
    BUG = 70


MEANINGS: dict[Exit, str] = {
    Exit.MET: "达标 / 符合准入条件 / 已测算；命令成功",
    Exit.UNMET: "未达标 / 不符合准入条件",
    Exit.USAGE: "命令用法有误",
    Exit.UNDETERMINED: "无法判定 / 转人工研判 / 不适用",
    Exit.BAD_DOSSIER: "申报材料有误",
    Exit.BAD_RULESET: "规则集有误",
    Exit.VERIFICATION_FAILED: "核验未通过",
    Exit.BUG: "程序内部错误",
}
