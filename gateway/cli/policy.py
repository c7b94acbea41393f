"""`bihuan policy`: the commands about policies."""

import typer

from gateway.cli import backtest, plan
from gateway.cli.manual import Desk, Group
from gateway.cli.policy_list import presets
from gateway.cli.policy_new import new, schema
from gateway.cli.policy_show import show
from gateway.cli.wording import both


def register(app: typer.Typer) -> None:
    """Add the command."""
    desk = Desk(cls=Group)
    desk.command(
        "show",
        help=both(
            "显示生效的整改办法，每个数字附写在何处和出处；文件有误时逐处指出",
            "Show a policy as it holds, each number with where it stands and its source; faults are named",
        ),
    )(show)
    desk.command("list", help=both("列出随附的办法和各类问题的期限", "List our policies with the limits of each"))(
        presets
    )
    desk.command(
        "new",
        help=both(
            "在当前目录新建一个办法文件：写明底本，只写不同之处；已有的文件不覆盖",
            "Write a file to start a policy of your own from, upon a base; an existing file is never overwritten",
        ),
    )(new)
    desk.command(
        "schema",
        help=both(
            "给出办法文件的 JSON Schema，供编辑器补全",
            "Give the JSON Schema of policy files, by which editors complete",
        ),
    )(schema)
    desk.command("plan", help=plan.HELP)(plan.plan)
    desk.command("backtest", help=backtest.HELP)(backtest.backtest)
    desk.callback()(lambda: None)
    app.add_typer(
        desk, name="policy", help=both("整改办法：期限、阶梯、审核层级", "Policies: limits, ladders, levels of review")
    )
