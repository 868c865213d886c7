"""``tagger rules schema``: what editors need to complete and check rule files while they are written."""

from __future__ import annotations

import json
import sys


def schema() -> None:
    """输出规则文件的 JSON Schema，供编辑器补全和检查。"""
    from tagger.rulebook.fields import json_schema

    json.dump(json_schema(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
