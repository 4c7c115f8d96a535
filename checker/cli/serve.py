"""``checker serve``: the same in a browser, on this machine."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import click

from checker.cli.clock import now
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError, reason
from checker.messages import text

HOST = "127.0.0.1"
PORT = 8765
LAST_PORT = 65535


@click.command(cls=Worded, help=text("help.serve"))
@click.option("--port", metavar=text("metavar.port"), help=text("help.serve_port"))
@click.option("--open", "opened", is_flag=True, help=text("help.serve_open"))
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), metavar=text("metavar.folder"),
              help=text("help.serve_folder"))
@click.pass_context
def serve(context: click.Context, port: str | None, folder: Path, *, opened: bool) -> None:
    """Serve until somebody stops it."""
    import uvicorn

    from checker.web.application import application
    from checker.web.workfolder import WorkFolder

    bound = _bound(_port(port))
    number = bound.getsockname()[1]
    root = folder.resolve()
    if not root.is_dir() or not os.access(root, os.W_OK):
        raise UsageError(Problem("browser.no_folder", {"folder": str(folder)}))

    def address(key: str) -> str:
        return f"http://{HOST}:{number}/?key={key}"

    app = application(WorkFolder(root), now,
                      lambda key: click.echo(text("browser.serving_again", address=address(key)), err=True),
                      traceback=bool(context.obj and context.obj["traceback"]))
    first = address(app.state.served.door.new_key())
    click.echo(text("browser.serving", address=first), err=True)
    click.echo(text("browser.serving_folder", folder=root), err=True)
    if opened:
        click.launch(first)
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, server_header=False,
                                  proxy_headers=False)).run(sockets=[bound])


def _port(given: str | None) -> int:
    """The port; raises :class:`UsageError`."""
    if given is None:
        return PORT
    if not re.fullmatch("[0-9]{1,5}", given) or not 0 <= int(given) <= LAST_PORT:
        raise UsageError(Problem("browser.port_range"))
    return int(given)


def _bound(port: int) -> socket.socket:
    """A socket that listens on this machine alone; raises :class:`UsageError` where the port is taken."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except OSError as problem:
        found.close()
        raise UsageError(Problem("browser.port_taken", {"port": port, "reason": reason(problem)})) from None
    return found
