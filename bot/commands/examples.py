"""An example of each command, as `--help` shows it below the options."""

from __future__ import annotations

from collections.abc import Mapping

import typer

EXAMPLES: Mapping[str, str] = {
    "serve": "cunkou serve --host 0.0.0.0 --port 8080 --role web",
    "demo": "cunkou demo --svg day.svg",
    "chat": "cunkou chat --as manager --channel sms",
    "import": "cunkou import catalog goods.xlsx --replace",
    "understand": "cunkou understand --catalog goods.csv --explain < messages.jsonl",
    "search": "echo 洗法水 | cunkou search --catalog goods.csv --limit 3",
    "migrate": "cunkou migrate && cunkou serve",
    "merchant-token": "cunkou merchant-token 沁源粮油总店",
    "check-config": "CUNKOU_SMS_PROVIDER=aliyun cunkou check-config",
    "sms-templates": "cunkou sms-templates --provider tencent > templates.tsv",
    "invite": "cunkou invite HW0101",
    "dismiss-manager": "cunkou dismiss-manager HW0101",
    "close-station": "cunkou close-station HW0101 --move-to HW0102",
    "poster": "cunkou poster HW0101 --png --out poster.png",
    "doctor": "cunkou doctor --json --offline",
    "backup": "cunkou backup /backups/shop-2026-11-25.db",
    "restore": "cunkou restore /backups/shop-2026-11-25.db && cunkou serve",
    "reseal": "CUNKOU_SECRET_KEY_PREVIOUS=the-old-one cunkou reseal",
    "own-data": "cunkou own-data sms:+8613800000001 > person.json",
}


def show_examples(app: typer.Typer) -> None:
    """Put its example below each command's help, those of the typers within `app` too. KeyError: a command without one."""
    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        command.epilog = f"Example: {EXAMPLES[str(name)]}"
    for group in app.registered_groups:
        if group.typer_instance is not None:
            show_examples(group.typer_instance)
