"""`mingjing token`: make, list and revoke the tokens of programs."""

from __future__ import annotations

from datetime import timedelta

from mingjing.cli import parser
from mingjing.commands.home import now, set_up


def token(arguments: list[str], words: str) -> int:
    """`token make USER LABEL`, `token list USER`, `token revoke USER LABEL`."""
    parse = parser("token", words)
    parse.add_argument("what", choices=("make", "list", "revoke"))
    parse.add_argument("username")
    parse.add_argument("label", nargs="?", default="", help="给哪个程序用，如“窗口叫号系统”")
    parse.add_argument("--days", type=int, default=90, help="有效天数，最多 366")
    given = parse.parse_args(arguments)
    set_up()
    from mingjing.registry import tokens
    from mingjing.registry.models import Account, ApiToken

    account = Account.objects.filter(username=given.username).first()
    if account is None:
        print(f"没有“{given.username}”这个账号，请核对用户名。")
        return 2
    if given.what == "list":
        for one in ApiToken.objects.filter(account=account).order_by("made_at"):
            state = "已吊销" if one.revoked_at else f"有效到 {one.until:%Y-%m-%d}"
            print(f"{one.label}：{one.made_at:%Y-%m-%d} 建立，{state}")
        return 0
    if not given.label:
        print("请写明给哪个程序用，以后凭这个名称吊销。")
        return 2
    if given.what == "revoke":
        print(f"吊销了 {tokens.revoke(account, given.label, now())} 个令牌。")
        return 0
    if not 0 < given.days <= 366:
        print("有效天数应当在 1 到 366 之间，请修改 --days。")
        return 2
    made = tokens.make(account, given.label, now(), now() + timedelta(days=given.days))
    print(f"令牌（只显示这一次）：{made}")
    return 0
