"""What was measured for a claim, in Chinese: made of the same numbers as the English line (`short`)."""

from __future__ import annotations

import re
from typing import Any

from judge.words import phrases
from judge.workloads.tasks import ATTACH, CREATE, TASKS
from measure.contract.payload import ITEM_BYTES
from render.tables import verdicts, workloads
from support import units

VERDICTS = {
    "holds": "成立",
    "mostly holds": "大多成立",
    "fails": "不成立",
    "mostly fails": "大多不成立",
    "depends": "视情况而定",
    "undecided": "未能判定",
    "not measured here": "本次未测量",
    None: "提问",
}
RULED_OUT = {"can't fail": "不会是“不成立”", "can't hold": "不会是“成立”"}
CHECKED = "可检验的部分全部通过"
ASKED = "这是提问,不是论断:见中文说明的“该用什么”"
# operation -> what is done; {one} and {all} are of the payload
OPERATIONS = {
    "create": "创建{all}",
    "attach": "连接{all}",
    "read_item": "读{one}",
    "read_item_fixed": "读固定位置的{one}",
    "write_item": "写{one}",
    "write_item_fixed": "写固定位置的{one}",
    "increment_locked": "加锁后给{one}加一",
    "iterate": "遍历{all}",
    "copy_out": "复制出{all}",
    "copy_in": "复制入{all}",
    "append": "追加到{all}",
    "length": "求{all}的长度",
    "repr": "打印{all}",
    "first_create": "首次创建{all}",
    "first_attach": "首次连接{all}",
    "first_read": "首次读{one}",
    "first_copy_out": "首次复制出{all}",
    "transfer": "把{all}交给另一进程",
}
ELEMENTS = {"bytes": "单个 bytes 对象", "ints": "整数列表"}
OTHERS = {"manager_list": " Manager ", "via_pipe": "管道"}
WRITTEN = re.compile(r"([\d.,]+) times \[([\d.,]+), ([\d.,]+)\]")
BOUNDS = {"": " ", "at least": "至少 ", "at most": "至多 "}
CRITERIA = {
    "works": "检验通过",
    "grows": "增大的倍数超过 ",
    "flat": "变化的倍数不超过 ",
    "alike": "两者增大的倍数之比不超过 ",
    "at_least_ratio": "倍数至少 ",
    "about_ratio": "倍数介于 ",
    "somewhere_ratio": "至少在一种大小下,倍数至少 ",
    "regret": "耗时与最快者之比至多 ",
    "limit": "上限(字节)介于 ",
}
AMONG = {"all": "(全部方式中)", "the article's three": "(文章的三种方式中)"}
OF = re.compile(r"\(of (\w+)\)")
PAYLOADS = {"items": "整数", "small_items": "小整数", "blob": "字节串"}
READINGS = {
    "holds": "成立",
    "fails": "不成立",
    "undecided": "未能判定",
    "not measured": "未测量",
    "does not apply": "不适用",
}
# task of a job -> {count} times what
COUNTS = {
    "reads": "读 {count} 次",
    "reads_beside_a_writer": "在另一进程写入时读 {count} 次",
    "writes": "写 {count} 次",
    "appends": "追加 {count} 次",
    "loops": "遍历 {count} 次",
    "copies": "整体复制出 {count} 次",
    "replacements": "整体复制入 {count} 次",
    "updates": "更新 {count} 次",
    "hand_overs": "整体交付 {count} 次",
    "messages": "交付 {count} 条消息",
}
SHARED = {
    "items": "整数列表",
    "small_items": "小整数列表",
    "blob": "一个 bytes 对象",
    "array": "整数数组",
    "mapping": "按键取值的整数",
}
NEEDS = {
    "the standard library alone": "只需标准库",
    "a server": "服务器进程",
    "a lock where two send": "两个进程发送时要加锁",
    "to know the largest message": "事先知道最长的消息",
}
SAFETY = {
    "passed": "通过全部安全检验",
    "unsafe": "不安全",
    "untried": "安全性未能检验",
    "not probed": "未做安全检验",
}
# What the Chinese page says in place of the names of verdicts.json.
WORDS = {
    "verdicts_zh": VERDICTS,
    "criteria_zh": CRITERIA,
    "among_zh": AMONG,
    "payloads_zh": PAYLOADS,
    "readings_zh": READINGS,
    "bounds_zh": BOUNDS,
    "safety_zh": SAFETY,
}


def life(job: dict[str, Any]) -> str:
    """What is shared, by how many, and how often what is done with it; `job` is one of render.tables.workloads."""
    counts = {task: count for task, count in job["counts"].items() if task not in (CREATE, ATTACH)}
    each = [format_task(task, count) for task, count in counts.items() if TASKS[task].together]
    together = [format_task(task, count) for task, count in counts.items() if not TASKS[task].together]
    size = workloads.format_size(job["payload"], job["size"]).replace("keys", "个键")
    words = [f"{SHARED.get(job['payload'], job['payload'])}({size})", f"{job['workers']} 个工作进程"]
    words += ["每个进程" + "、".join(each)] if each else []
    words += ["共" + "、".join(together)] if together else []
    return ",".join(words)


def format_task(task: str, count: int) -> str:
    """读 10,000 次."""
    return COUNTS.get(task, task + " {count} 次").format(count=f"{count:,}")


def needs(words: str) -> str:
    """What a mechanism needs, of the English words."""
    for english, chinese in NEEDS.items():
        words = words.replace(english, chinese)
    return words.replace(", ", "、").replace(" or ", "或")


def of_whom(claim: dict[str, Any]) -> str:
    """Whom a claim is of, where the article says the same of two."""
    found = OF.match(claim["english"])
    return f"(指 {found[1]})" if found else ""


def measured(claim: dict[str, Any]) -> str:
    """The claim's effects in one line."""
    if claim["verdict"] is None:
        return ASKED
    told = [effect(claim, one) for one in claim["effects"] if one["reading"] is not None]
    return ";".join(told) or CHECKED


def format_count(claim: dict[str, Any]) -> str:
    """In how many of its readings a claim holds and fails for certain, and what an undecided one can't be.

    "" where the verdict says it all.
    """
    if not verdicts.format_count(claim):
        return ""
    true, false, declared = (claim["count"][name] for name in ("true", "false", "declared"))
    told = f"{declared} 种解读中 {true} 种成立,{false} 种不成立"
    told += f",{left} 种未能判定" if (left := declared - true - false) else ""
    return told + (f"({RULED_OUT[other]})" if (other := verdicts.ruled_out(claim)) else "")


def effect(claim: dict[str, Any], one: dict[str, Any]) -> str:
    """One effect: what is done, how many times as long or as fast, its interval, and the Python."""
    reading = claim["readings"][one["reading"]]
    where = reading["conditions"]
    tail = f"(Python {where['interpreter']})"
    if reading["criterion"] == "limit":
        return f"{limit(reading)}{tail}"
    done = action(dict(where, size=where.get("best_size", where.get("size"))))
    if one["estimate"] is None:
        return f"{done}:本次未得出数值{tail}"
    if reading["criterion"] in ("grows", "flat"):
        first, last = (units.format_bytes(where["size"][place]) for place in (0, -1))
        return f"{done},{last} 时耗时是 {first} 时的{times(reading, one)}{tail}"
    if reading["criterion"] == "regret":
        return f"按建议{done},耗时是最快者的{times(reading, one)}{tail}"
    return f"{done},{compared(claim, reading, one)}{tail}"


def limit(reading: dict[str, Any]) -> str:
    """The largest payload that was taken."""
    what = ELEMENTS.get(reading["conditions"]["payload"], reading["conditions"]["payload"])
    size = f"{reading['estimate']:,.0f} 字节"
    return f"{what}:测到 {size}仍未见上限" if reading["bound"] else f"{what}:最大 {size}"


def action(where: dict[str, Any]) -> str:
    """What is done, on how much where that is one size."""
    blob, size = where["payload"] == "blob", where.get("size")
    if isinstance(size, int):
        held = units.format_bytes(size)
        every = f" {held} 字节串" if blob else f" {size // ITEM_BYTES:,} 个整数({held})"
        one = f" {size // ITEM_BYTES:,} 个整数({held})之一"
    else:
        every, one = "整个字节串" if blob else "全部整数", "一个整数"
    return OPERATIONS.get(where["operation"], where["operation"] + " {all}").format(all=every, one=one)


def times(reading: dict[str, Any], one: dict[str, Any]) -> str:
    """Like " 29 倍 [24, 31]", "至少 900 倍"; with too few blocks there is no interval.

    The English line was written from the numbers as they were before they were rounded for verdicts.json.
    """
    if found := WRITTEN.search(one.get("says", "")):
        return " {} 倍 [{}, {}]".format(*found.groups())
    if one["low"] is None and one["high"] is None:
        return f" {phrases.factor(one['estimate'])} 倍(轮数太少,没有区间)"
    bound = reading["bound"]
    told = one[{"": "estimate", "at least": "low", "at most": "high"}[bound]]
    interval = "" if bound else f" [{phrases.factor(one['low'])}, {phrases.factor(one['high'])}]"
    return f"{BOUNDS[bound]}{phrases.factor(told)} 倍{interval}"


def compared(claim: dict[str, Any], reading: dict[str, Any], one: dict[str, Any]) -> str:
    """How many times as fast as the other mechanism, or how many times as long it takes."""
    name = reading["conditions"].get("against") or claim["over"][0]
    other = OTHERS.get(name, f" {name} ")
    if one["estimate"] >= 1:
        return f"速度是{other}的{times(reading, one)}"
    ends = {"estimate": one["estimate"], "low": one["high"], "high": one["low"]}
    turned = {name: 1 / end if end else None for name, end in ends.items()} | {"says": one.get("says", "")}
    mirrored = {"at least": "at most", "at most": "at least"}.get(reading["bound"], "")
    return f"耗时是{other}的{times(dict(reading, bound=mirrored), turned)}"
