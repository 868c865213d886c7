"""The least a table in the terminal costs: a Typer app that prints one rich table of six rows and does nothing else."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def show() -> None:
    table = Table("篇", "标题", "园区", "类型", "行业")
    for number in range(6):
        table.add_row(str(number), "一个标题", "高新区", "项目动态", "半导体与集成电路")
    Console().print(table)


if __name__ == "__main__":
    app()
