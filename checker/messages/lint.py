"""The words of the tools about rulesets: lint, diff, schema, export."""

LINT: dict[str, str] = {
    # help
    "help.rules_group": "规则集：列出、显示、测试、检查、比较、导出。",
    "help.rules_output": "写到 .pdf 或 .txt 文件；不写则显示在终端。",
    "help.rules_lint": "检查规则集里读入时看不出的问题：达不到或不可能不达到的限值、没有用例的指标、没有用到的名称、各规则集之间的冲突等。不写 RULESETS 则检查全部。",
    "help.rules_diff": "说明从规则集 BEFORE 到 AFTER 改了什么。",
    "help.diff_format": "文字（text，默认）或 JSON（json）。",
    "help.rules_schema": "显示一种格式的 JSON Schema。",
    "help.rules_export": "把全部用例写成通用的 JSON，供别的程序核对自己。不写 RULESETS 则写全部规则集。",
    "help.export_output": "写到这个文件夹，没有就新建。",
    "metavar.folder": "文件夹",
    "argument.rulesets": "规则集的编号或文件夹（可写几个）",
    "argument.before": "改动前的规则集",
    "argument.after": "改动后的规则集",
    "argument.name": "格式的名称",
    "show.format": "无法由“{path}”看出输出格式。请用扩展名 {known}。",
    # lint: results
    "lint.level.error": "错误",
    "lint.level.advice": "建议",
    "lint.clean": "检查了 {count} 部规则集，没有发现问题。",
    "lint.found": "检查了 {count} 部规则集：错误 {errors} 处，建议 {advice} 处。",
    # lint: places, clauses, numbers
    "lint.placeholder": "出处写的是“{place}”，查不到原文，无从核对。请写明条文位置，如“表1 序号3”。",
    "lint.no_place": "来源标为“{seen}”，却没有写出处（place），别人无法核对。请补上条文位置；没有见到原文的，请改正 seen。",
    "lint.no_clauses": "没有 clauses。文件里不是指标的条文没有交代，读者会以为全部都已核验。请逐条写进 clauses，注明已编码、须人工核对或不在核验范围。",
    "lint.number_gap": "{prefix} 的序号有缺：{missing}。漏抄的一条不会参与评判，也没有人会发现。请补上指标；取消的写进 retired；不编码的写进 clauses，place 里写明“序号…”。",
    # lint: indicators
    "lint.reading_twice": "理解方案“{label}”与“{other}”的公式和限值完全相同，算出来永远一样，等于没有第二种理解。请改正其中一个，或删去一个。",
    "lint.scopes_idle": "{id} 写了 scopes（{scopes}），但用到的数据项都没有口径（scoped），这一行不起作用，别的口径的数也会用上。请给数据项加 scoped: true，或删去 scopes。",
    "lint.unlike_itself": "unlike 里的“{label}”就是本项自己的名称或别名，会把读者引错。请写另一个指标的名称。",
    # lint: limits
    "lint.limit_unreachable": "{id} 的限值 {limit} 达不到：按公式、within 和可否为负，指标值只可能是 {possible}（{unit}），永远判未达标。请核对限值、单位、公式和 within。",
    "lint.limit_cannot_fail": "{id} 的限值 {limit} 不可能不达到：按公式、within 和可否为负，指标值只可能是 {possible}（{unit}），永远判达标，等于没有要求。请核对限值、单位和公式。",
    "lint.word_cannot_fail": "可用的词只有限值要求的“{word}”，不可能判未达标。请在 words 里补上其他情形的词。",
    "lint.within_impossible": "{id} 的公式只能得出 {possible}，都在 within 的范围之外，任何数据都会判为互相矛盾。请核对 within、单位和公式。",
    "lint.may_be_negative": "{id} 的公式可以得出负数，却没有写 signed: true：自报的负值会被拒绝，测算的负值却照样比较。可以为负的请加 signed: true；不可能为负的请写 within。",
    "lint.row_never": "限值第 {row} 档（{limit}）永远轮不到：条件不可能成立，或凡是成立的情形都已归入前面各档，这个数不会用上。请核对 when 的写法和先后次序。",
    "lint.rows_contradict": "限值第 {row} 档（{limit}）与第 {other} 档（{before}）条件相同而限值不同，只会用第 {other} 档。请核对原文，改正条件或删去一档。",
    "lint.row_repeats": "限值第 {row} 档（{limit}）与第 {other} 档条件和限值都相同，是多余的，也可能是条件抄错。请核对后改正或删去。",
    "lint.year_twice": "{year} 年的限值写了两次：第 {other} 档 {before}，第 {row} 档 {limit}，只会用前一个。请核对原文，改正年份或删去一档。",
    "lint.never_applies": "适用条件 {condition} 不可能成立，永远不会适用。请核对条件。",
    # lint: names
    "lint.unused": "{kind}“{label}”（{name}）没有被任何公式或条件用到，填报人会白填，也可能是公式写错了名称。请核对公式，或删去。",
    "lint.label_twice": "{kind} {name} 与 {other} 的名称都是“{label}”，按名称填报时分不清是哪一个。请改成不同的名称。",
    "lint.kind.quantities": "数据项",
    "lint.kind.attributes": "属性",
    "lint.kind.factors": "系数",
    "lint.kind.lists": "清单",
    "lint.kind.definitions": "公式名",
    "lint.kind.indicators": "指标",
    # lint: between rulesets
    "lint.shared_name": "{name} 与规则集 {other} 里的同名项不一致：{differences}。同一个名称在各规则集里须是同一件事，否则一份材料对照几部标准时会用错数。请统一，或换一个名称。",
    "lint.difference": "{what}这里是“{here}”，那里是“{there}”",
    "lint.shared_label": "{kind}“{label}”在这里叫 {name}，在规则集 {other} 里叫 {known}。同一件事用两个名称，填报人要填两遍。是同一件事请用同一个名称，不是请改名称的文字。",
    "lint.shared_prefix": "编号前缀 {prefix} 在规则集 {other} 里也用了，同一个编号会指两件事。编号永久有效，请换一个前缀。",
    "lint.not_compared": "规则集 {other} 读不进去，没有与它比较名称和编号。请先改正它，再检查一次。",
    "lint.full_mark": "评分“{label}”的满分写的是 {stated}，各档最多给 {most} 分。请对照原文，改正满分或各档。",
    "lint.score_total": "满分合计写的是 {stated}，各项满分加起来是 {whole}（{marks}）。请对照原文，改正合计、各档，或补上漏写的一项。",
    "lint.mark.points": "{label} {points}",
    "lint.tier_never": "分级“{name}”永远轮不到：按公式，没有一个值会落在这一级。请核对分数线和先后次序。",
    "lint.kind.grades": "评分",
    "lint.what.declared": "是否须声明（declared）",
    "lint.what.system": "分类（system）",
    "lint.what.kind": "种类",
    "lint.what.label": "名称",
    "lint.what.unit": "单位",
    "lint.what.words": "用词",
    "lint.what.scoped": "是否分口径（scoped）",
    "lint.what.priced": "是否有价格基准（priced）",
    "lint.what.signed": "可否为负（signed）",
    "lint.what.each": "每年一个值还是只有一个（each）",
    "lint.what.holds": "填什么（kind）",
    "lint.what.cumulative": "是否历年累计（cumulative）",
    "lint.True": "是",
    "lint.False": "否",
    "lint.each.year": "每年一个值",
    "lint.each.once": "只有一个值",
    "lint.holds.yes_no": "是非",
    "lint.holds.year": "年份",
    "lint.holds.word": "用词",
    "lint.holds.code": "分类代码",
    "lint.holds.text": "文字",
    # lint: cases
    "lint.cases_unconfirmed": "用例由政策工作簿的表写出，表填错了，用例也跟着错，所以不计入覆盖和变异。请照文件逐例核对，再在 confirmed 一行写上姓名和日期。",
    "lint.item_without_case": "{id}（{label}）没有用例，抄错了不会有人发现。请照标准原文手写用例。",
    "lint.uncovered": "{gaps}没有覆盖的地方抄错了不会被发现。请照标准原文补上用例。",
    "lint.case_failed": "用例“{name}”：期望 {expected}，得到 {found}。规则与用例必有一处抄错。请对照原文改正。",
    # lint: the change log
    "lint.no_changelog": "没有这个文件。谁在何时改了什么、谁的结论会变，都无从查起。请照 docs/ruleset-format.md 写一份。",
    "lint.no_status": "没有“{heading}”一节，读者看不出哪天起施行、哪天失效。请补上这一节，内容应为：{due}。",
    "lint.status_differs": "施行状态与 ruleset.yaml 的日期不符。写的是：{given}；应为：{due}。请核对施行日期后改成一致。",
    "lint.status.heading": "## 施行状态",
    "lint.status.change": "- {day}：{before} → {after}",
    "lint.status.not_yet": "未施行",
    "lint.status.perhaps_not_yet": "可能未施行",
    "lint.status.in_force": "施行中",
    "lint.status.perhaps_over": "可能已失效",
    "lint.status.over": "已失效",
    # diff
    "diff.head": "{before}（{before_document}）→ {after}（{after_document}）",
    "diff.none": "没有不同。",
    "diff.count": "共 {count} 处不同。",
    "diff.section.whole": "【标准】",
    "diff.section.indicators": "【指标】",
    "diff.section.requirements": "【要求】",
    "diff.section.terms": "【数据项、属性、清单、系数】",
    "diff.section.indices": "【指数】",
    "diff.section.doubts": "【疑点】",
    "diff.section.clauses": "【其他条文】",
    "diff.nothing": "（无）",
    "diff.counterpart": "{before}（对应序号 {after}）",
    "diff.under": "（{reading}）",
    "diff.part": "{what} {value}",
    "diff.value": "（{value}）",
    "rests_on.arithmetic": "算术",
    "rests_on.published": "公布的数",
    "rests_on.experience": "经验值",
    "diff.limits.requirement": "要求",
    "diff.limits.target": "规划目标",
    "diff.limits.reference": "引领值",
    "diff.adopted": "{label}（{authority}{document}）",
    "diff.all_of": "全部达标",
    "diff.at_least": "至少 {count} 项达标",
    "diff.by_label": "两部规则集的编号不属同一系列，指标按名称相同对应，对应上 {after} 项。新增的和“对应序号”是后一部的序号，其余是前一部的。",
    "diff.field": "{what}：{before} → {after}",
    "diff.added": "序号{number} {label}：新增，限值 {after}",
    "diff.removed": "序号{number} {label}：删去",
    "diff.retired": "序号{number} {label}：取消（{after}）",
    "diff.limit_tightened": "序号{number} {label}：限值加严{reading}，{before} → {after}",
    "diff.limit_loosened": "序号{number} {label}：限值放宽{reading}，{before} → {after}",
    "diff.limit_changed": "序号{number} {label}：限值改变{reading}，{before} → {after}",
    "diff.limit_reworded": "序号{number} {label}：限值写法不同，要求相同{reading}，{before} → {after}",
    "diff.formula": "序号{number} {label}：公式改变{reading}，{before} → {after}",
    "diff.reading_added": "序号{number} {label}：新增理解方案：{after}",
    "diff.reading_removed": "序号{number} {label}：删去理解方案：{before}",
    "diff.reading_field": "序号{number} {label}：理解方案{reading}的{what}由 {before} 改为 {after}",
    "diff.item_field": "序号{number} {label}：{what}由 {before} 改为 {after}",
    "diff.part_added": "{part}：新增{value}",
    "diff.part_removed": "{part}：删去{value}",
    "diff.part_field": "{part}：{what}由 {before} 改为 {after}",
    "diff.members": "{part}：删去成员 {before}，增列成员 {after}",
    # what a field is called
    # export
    "export.case_failed": "用例“{name}”没有通过（期望 {expected}，得到 {found}），导出的就不是标准的意思。请先用 checker rules test 改正，没有写出任何文件。",
    "export.written": "{ruleset}：{count} 个用例 → {path}",
    "export.readme": ("""# 通用用例（portable-cases/1）

每个文件是一部规则集和它的全部用例，供别的程序核对自己：读入 `ruleset`，逐个评判，与 `expect` 比较。

| 键 | 内容 |
|---|---|
| `schema` | `portable-cases/1` |
| `ruleset` | 规则集的全部数据，格式 `ruleset/1`（`checker rules schema ruleset` 给出 JSON Schema） |
| `ruleset_digest` | 规则集规范 JSON（RFC 8785）的 SHA-256，前面加 `sha256:` |
| `cases` | 用例的列表，两种，见下 |

数都写成字符串，以免经过浮点数；年份是整数。

## 指标的用例

| 键 | 内容 |
|---|---|
| `name` | 用例名称，在一部规则集内不重复 |
| `item` | 看哪一项指标 |
| `dossier` | 申报材料，格式 `dossier/1`（`checker rules schema dossier`） |
| `assessed_on` | 评价日期，在施行期内 |
| `expect.outcome` | 该项的判定：`met`、`unmet`、`undetermined`、`not_applicable`、`computed` |
| `expect.evaluations` | 每种理解、每组数据一条：`reading` 理解方案（只有一种理解时为 null）、`decides` 是否作判定、`outcome` 判定、`values` 指标值 |
| `stated` | 手写用例时由人照标准写下的判定和准确值（`value` 或按理解方案的 `values`），不由程序算出 |

`values` 以指标单位计：能写成 40 位以内小数的写准确值，否则写 20 位有效数字（四舍六入五成双）；区间写作 `≥6`、`40～50`。

## 要求的用例

| 键 | 内容 |
|---|---|
| `outcomes` | 每项指标的判定（还可以是 `not_selected`） |
| `expect.outcome` | 结论 |
| `expect.requirements` | 每项要求的判定 |
| `stated` | 由人照标准写下的结论和要求的判定 |
"""),
}
