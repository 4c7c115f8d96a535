"""What is said of the pictures on a page: their numbers, and all of them in words for who can't see them."""

FIGURES: dict[str, str] = {
    "figure.end": "{year}：{value}",
    "figure.limit": "{kind} {said}",
    "figure.said": "{title}：{years}。",
    "figure.year": "{year} 年 {value}，{outcome}{limit}",
    "figure.of_limit": "，{kind} {said}",
    "figure.gap": "{year} 年没有数值{limit}",
    "figure.kinds": "{title}（{unit}）：{years}。",
    "figure.kinds_of_year": "{year} 年：{kinds}",
    "figure.kind": "{label} {value}",
    "figure.gap_of_bars": "不全",
    "figure.gap_of_lines": "缺",
    "figure.part": "都计入的 {count} 项，有比值 {known} 项",
    "figure.picked_part": "{members} 项中计入 {count} 项，有比值 {known} 项",
    "figure.lacking": "；没有的：序号 {items}",
    "figure.ratio": "比值 {value}，竖线处为 1",
    "figure.total": "指数 {value}，竖线处为 {scale}",
}
