"""What a batch came to: articles by type and industry, doubtful ones, failures by cause."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tagger.batch.run import Summary
from tagger.errors import printable

_CAUSES = {
    "InputMissing": "没有或读不出", "InputEmpty": "空文件", "InputBinary": "不是文本", "InputUndecodable": "编码不明",
    "InputDamaged": "文件损坏", "ExtraMissing": "缺少库", "TableFault": "表中的行不能用",
    "WorkerLost": "工作进程中途结束", "InputWithoutText": "没有文字层",
}  # fmt: skip
_FACETS = (("type", "类型"), ("industry", "行业"))


def draw(summary: Summary, out: str, failures: str, console: Console) -> None:
    """The summary: tables side by side on a terminal, lines elsewhere."""
    if summary.dropped:
        console.print("规则、模型或选项变了：全部重标")
    for counts, name in ((summary.tally.tags.get(facet, {}), name) for facet, name in _FACETS):
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ordered:
            continue
        if console.is_terminal:
            console.print(_grid(ordered, name, console.width))
        else:
            console.print(f"{name}：" + "、".join(f"{tag} {number:,}" for tag, number in ordered))
    for line in _lines(summary, out, failures):
        console.print(line)


def _grid(ordered: list[tuple[str, int]], name: str, width: int) -> Table:
    """Tags with counts, as many columns as fit, read downwards."""
    widest = max(len(tag) * 2 for tag, _ in ordered) + 12
    columns = max(1, min(width // widest, len(ordered)))
    height = -(-len(ordered) // columns)
    grid = Table.grid(padding=(0, 1), expand=False)
    grid.title, grid.title_justify, grid.title_style = name, "left", "bold"
    for _ in range(columns):
        grid.add_column()
        grid.add_column(justify="right")
        grid.add_column(width=2)
    for row in range(height):
        cells: list[str] = []
        for tag, number in ordered[row::height]:
            cells += [tag, f"{number:,}", ""]
        grid.add_row(*cells)
    return grid


def _lines(summary: Summary, out: str, failures: str) -> list[str]:
    tally = summary.tally
    kept = f"，其中 {summary.kept:,} 篇先前已标" if summary.kept else ""
    doubtful = f"，{tally.doubtful:,} 篇需看（review 列）" if tally.doubtful else ""
    lines = [f"{out}：{tally.articles:,} 篇{kept}{doubtful}"]
    if summary.skipped:
        lines.append(f"跳过 {summary.skipped:,} 个不能读的文件")
    if not tally.articles and not summary.causes:
        lines.append("没有找到可读的文件；看路径，以及 --include、--exclude")
    lines += [f"× {printable(failed.reason)}" for failed in summary.told]
    if summary.causes:
        counts = "、".join(
            f"{_CAUSES.get(cause, cause)} {number:,}" for cause, number in sorted(summary.causes.items())
        )
        lines.append(f"× 失败 {sum(summary.causes.values()):,}：{counts}；见 {failures}")
    return lines
