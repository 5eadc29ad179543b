"""python -m webdashboard serve | prompts JOB"""

import argparse
import asyncio
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="webdashboard")
    parser.add_argument("--data", type=Path, default=Path("data"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve")
    commands.add_parser("prompts").add_argument("job")
    options = parser.parse_args()
    if options.command == "prompts":
        from webdashboard.prompts import PromptHistory

        print("\n".join(asyncio.run(PromptHistory(options.data).of(options.job))))
    else:
        import uvicorn

        from webdashboard.app import app

        app.state.data = options.data
        uvicorn.run(app)


if __name__ == "__main__":
    main()
