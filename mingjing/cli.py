"""What a person types: `mingjing …` (architecture §7). Every refusal is one Chinese sentence; exit 0 only when done."""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

COMMANDS: dict[str, tuple[str, str, str]] = {
    # command: (module, function, help); modules are loaded only when used
    "run": ("mingjing.commands.run", "run", "演示：演一件案子、核验，然后开网站（--once 只演不开）"),
    "serve": ("mingjing.commands.serve", "serve", "开网站，连同封存、生成文书、到期三个子进程"),
    "sealer": ("mingjing.commands.serve", "sealer", "封存：把新记录放进存证树并签名"),
    "worker": ("mingjing.commands.serve", "worker", "生成文书"),
    "due": ("mingjing.commands.serve", "due", "办理到期的法律推定，只办一次"),
    "init": ("mingjing.commands.home", "init", "新建数据目录和数据库"),
    "user": ("mingjing.commands.home", "user", "新建登录账号，或者重设密码"),
    "check": ("mingjing.commands.home", "check", "检查设置、数据库和数据目录"),
    "scenario": ("mingjing.commands.scenario", "scenario", "演一个或者多个情景文件，说出与预期不符之处"),
    "deadline": ("mingjing.commands.law", "deadline", "计算一个期限，逐日说明"),
    "law": ("mingjing.commands.law", "law", "list|show|check：列出、查看、检查法律规则表"),
    "demo": ("mingjing.commands.demo", "demo", "演示城市：四十多个机关，一年的六类案件"),
    "token": ("mingjing.commands.token", "token", "make|list|revoke：给程序用的令牌"),
    "laws": ("mingjing.commands.laws", "laws", "import|list|show|check：导入、列出、查看法律文本，核对引用"),
    "papers": (
        "mingjing.commands.papers",
        "papers",
        "list|check|sample|schema：文书的版式、样张、电子信息格式",
    ),
    "ledger": ("mingjing.commands.ledger", "ledger", "seal|verify|rebuild|export：封存、核验、重建、导出"),
    "verify": ("mingjing.commands.ledger", "verify", "核验一份公开文件：verify 文件 证明 公钥"),
    "import": (
        "mingjing.commands.check_rows",
        "importing",
        "import cases|check|replay 文件 --map 名称：补录旧系统的已结案件；逐行核对一份清单，不写入；"
        "把真实记录当作新案演一遍（只限演练库）",
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        print(_help())
        return 0 if given else 2
    if given[0] not in COMMANDS:
        print(f"没有“{given[0]}”这个命令。\n{_help()}", file=sys.stderr)
        return 2
    module, function, words = COMMANDS[given[0]]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.settings")
    handler: Callable[[list[str], str], int] = getattr(import_module(module), function)
    try:
        status = handler(given[1:], words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read (`| head`) has enough; what is still buffered must not be written at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    except Exception as fault:
        sentence = _sentence(fault)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return status


def _sentence(fault: Exception) -> str | None:
    """Faults that carry one sentence for the user; anything else is a bug and shows its trace."""
    from django.core.exceptions import ImproperlyConfigured

    told = {
        "HomeFault",
        "Refused",
        "BadStory",
        "UnknownParameter",
        "BadFile",
        "BadRow",
        "CannotRender",
        "Damaged",
        "BadMap",
        "BadAgency",
    }
    if isinstance(fault, ImproperlyConfigured) or told & {one.__name__ for one in type(fault).__mro__}:
        return str(fault)
    return None


def _help() -> str:
    width = max(map(len, COMMANDS)) + 2
    return "明镜 mingjing\n\n" + "\n".join(
        f"  {name:<{width}}{words}" for name, (_, _, words) in COMMANDS.items()
    )


class Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().removeprefix("usage: ")
        self.exit(2, f"{_told(message)}。\n用法：{usage}")


WRONG: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", "缺少 {0}，请补上"),
    (r"unrecognized arguments: (.+)", "不认识 {0}，请去掉或者改正"),
    (r"argument (.+?): invalid int value: '(.*)'", "{0} 应当写整数，不能写“{1}”"),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", "{0} 不能写“{1}”，只能是 {2}"),
    (r"argument (.+?): invalid .* value: '(.*)'", "{0} 不能写“{1}”，请改正"),
    (r"argument (.+?): expected (?:one|\d+|at least one) arguments?", "{0} 后面缺少内容，请补上"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 不能与 {1} 同时写"),
    (r"argument (.+?): (.+)", "{0}：{1}"),
)
"""What argparse says, and the same in Chinese."""


def _told(message: str) -> str:
    found = ((re.fullmatch(said, message), chinese) for said, chinese in WRONG)
    return next((chinese.format(*one.groups()) for one, chinese in found if one), message)


def parser(name: str, words: str) -> Parser:
    return Parser(prog=f"mingjing {name}", description=words)


if __name__ == "__main__":
    sys.exit(main())
