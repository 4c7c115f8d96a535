"""``checker serve``: the same in a browser, on this machine or behind the office's proxy."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.clock import now
from checker.cli.own_rulesets import begin
from checker.cli.usage import Worded
from checker.errors import Problem, UsageError, reason
from checker.messages import text

if TYPE_CHECKING:
    import socket

    from checker.web.doorkeeping import Letting

HOST = "127.0.0.1"
PORT = 8765
LAST_PORT = 65535


@click.command(cls=Worded, help=text("help.serve"))
@click.option("--port", metavar=text("metavar.port"), help=text("help.serve_port"))
@click.option("--open", "opened", is_flag=True, help=text("help.serve_open"))
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), metavar=text("metavar.folder"),
              help=text("help.serve_folder"))
@click.option("--host", default=HOST, metavar=text("metavar.host"), help=text("help.serve_host"))
@click.option("--behind-proxy", "header", metavar=text("metavar.header"), help=text("help.serve_proxy"))
@click.option("--proxy", "proxies", multiple=True, metavar=text("metavar.host"), help=text("help.serve_from"))
@click.option("--name", "names", multiple=True, metavar=text("metavar.host"), help=text("help.serve_name"))
@click.option("--passwords", type=click.Path(path_type=Path), metavar=text("metavar.file"),
              help=text("help.serve_passwords"))
@click.option("--rules-by", "lawmakers", multiple=True, metavar=text("metavar.person"),
              help=text("help.serve_rules_by"))
@click.option("--set-password", "person", metavar=text("metavar.person"), help=text("help.serve_set"))
@click.pass_context
def serve(context: click.Context, /, port: str | None, folder: Path, host: str, person: str | None, *,
          opened: bool, **entry: Any) -> None:
    """Serve until somebody stops it; or set a password."""
    if person is not None:
        _set_password(person, entry["passwords"])
        return
    letting = _letting(host, **entry)
    import uvicorn

    from checker.web.application import application
    from checker.web.workfolder import WorkFolder

    root = folder.resolve()
    if not root.is_dir() or not os.access(root, os.W_OK):
        raise UsageError(Problem("browser.no_folder", {"folder": str(folder)}))
    register = WorkFolder(root).register
    if register is not None:
        begin(str(register))
    if letting.passwords is not None:
        _out_of_reach(letting.passwords, root)
    bound = _bound(host, _port(port))
    name, number = _name(bound), bound.getsockname()[1]

    def address(key: str) -> str:
        return f"http://{name}:{number}/" + (f"?key={key}" if letting.alone else "")

    app = application(WorkFolder(root), now,
                      lambda key: click.echo(text("browser.serving_again", address=address(key)), err=True),
                      letting=replace(letting, hosts=(*letting.hosts, name)),
                      traceback=bool(context.obj and context.obj["traceback"]))
    first = address(app.state.served.door.new_key())
    click.echo(text("browser.serving", address=first), err=True)
    click.echo(text("browser.serving_folder", folder=root), err=True)
    if opened:
        click.launch(first)
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, server_header=False,
                                  proxy_headers=False)).run(sockets=[bound])


def _letting(host: str, header: str | None, proxies: tuple[str, ...], names: tuple[str, ...],
             passwords: Path | None, lawmakers: tuple[str, ...] = ()) -> Letting:
    """How people are let in; raises :class:`UsageError` where anybody could come in from elsewhere."""
    from checker.web.doorkeeping import Letting
    from checker.web.logins import password_file

    if header is not None and passwords is not None:
        raise UsageError(Problem("browser.two_ways"))
    if header is None and passwords is None and not _loopback(host):
        raise UsageError(Problem("browser.beyond", {"host": host}))
    if passwords is not None:
        password_file(passwords)
    return Letting(header, proxies or Letting().proxies, passwords, names, lawmakers)


def _name(bound: socket.socket) -> str:
    """The address that a socket is bound to as a URL has it; this machine's, where it is bound to all."""
    found = ipaddress.ip_address(bound.getsockname()[0])
    if found.is_unspecified:
        return HOST if found.version == 4 else "[::1]"
    return f"[{found}]" if found.version == 6 else str(found)


def _out_of_reach(passwords: Path, root: Path) -> None:
    """Raise :class:`UsageError` for a password file that everybody who may come in could download."""
    place = passwords.resolve()
    if place.is_relative_to(root) and not any(part.startswith(".") for part in place.relative_to(root).parts):
        raise UsageError(Problem("browser.passwords_served", {
            "path": str(passwords), "instead": str(place.with_name(f".{place.name}"))}))


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _set_password(person: str, passwords: Path | None) -> None:
    from checker.web.logins import set_password

    if passwords is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param=next(
            one for one in serve.params if one.name == "passwords"))
    set_password(passwords, person, _typed())
    click.echo(text("login.set", name=person, path=passwords), err=True)


def _typed() -> str:
    """A password that was typed twice alike; click's own way of asking is English where they differ."""
    while True:
        first, again = (click.prompt(text(code), hide_input=True, err=True)
                        for code in ("login.prompt", "login.again"))
        if first == again:
            return str(first)
        click.echo(text("login.differ"), err=True)


def _port(given: str | None) -> int:
    """The port; raises :class:`UsageError`."""
    if given is None:
        return PORT
    if not re.fullmatch("[0-9]{1,5}", given) or not 0 <= int(given) <= LAST_PORT:
        raise UsageError(Problem("browser.port_range"))
    return int(given)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address of this machine; raises :class:`UsageError` where it can't."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen()  # before the address is told: whoever comes at once waits, and is not turned away
    except OSError as problem:
        found.close()
        raise UsageError(Problem("browser.port_taken", {"port": port, "reason": reason(problem)})) from None
    return found
