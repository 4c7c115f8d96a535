"""Help and wrong usage of the command in our own words.

Owns the translation of click's headings and complaints.  It must not decide an exit status.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import click

from checker.messages import text


class Worded(click.Command):
    """A command whose help speaks our language throughout."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; a complaint knows whose help to point to, and no value gives way in silence."""
        try:
            for option in self._twice(ctx, args):
                raise click.UsageError(text("usage.twice", name=option.opts[-1]))
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            wrong.ctx = wrong.ctx or ctx
            raise

    def _twice(self, ctx: click.Context, args: list[str]) -> Iterator[click.Option]:
        """The options that stand there more than once and have room for one value."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        seen: set[click.Parameter] = set()
        for given in order:
            if isinstance(given, click.Option) and not (given.multiple or given.is_flag or given.count):
                if given in seen:
                    yield given
                seen.add(given)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=text("usage.prefix"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and for a group its commands."""
        records = [r for p in self.get_params(ctx) if isinstance(p, click.Option)
                   and (r := p.get_help_record(ctx)) is not None]
        with formatter.section(text("usage.options")):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, in our words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = text("help.help")
        return option


class WordedGroup(Worded, click.Group):
    """A group of such commands."""

    command_class = Worded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their first lines."""
        rows = [(name, command.get_short_help_str(limit=100)) for name in self.list_commands(ctx)
                if (command := self.get_command(ctx, name)) is not None]
        with formatter.section(text("usage.commands")):
            formatter.write_dl(rows)


WordedGroup.group_class = WordedGroup


def said(wrong: click.ClickException) -> str:
    """The complaint, and where to read on."""
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return wrong.format_message()
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context else "checker"
    return f"{text('error.prefix')}：{_complaint(wrong)}\n{text('usage.see', command=path)}"


def _complaint(wrong: click.ClickException) -> str:
    if isinstance(wrong, click.MissingParameter):
        return text("usage.missing", name=_name(wrong))
    if isinstance(wrong, click.NoSuchOption):
        hint = _hint(wrong.option_name, list(wrong.possibilities or []))
        return text("usage.no_option", name=wrong.option_name, hint=hint)
    if isinstance(wrong, click.BadOptionUsage):
        code = "usage.takes_none" if "does not take" in wrong.message else "usage.no_value"
        return text(code, name=wrong.option_name)
    if isinstance(wrong, click.BadParameter):
        choices = getattr(wrong.param and wrong.param.type, "choices", None)
        reason = text("hint.known", names=text("join.names").join(choices)) if choices else wrong.message
        return text("usage.bad_value", name=_name(wrong), given=_quoted(wrong.message), reason=reason)
    if isinstance(wrong, click.UsageError) and wrong.ctx is not None:
        return _usage(wrong, wrong.ctx)
    return wrong.format_message()


def _usage(wrong: click.UsageError, context: click.Context) -> str:
    """Extra arguments and unknown commands, which click tells apart only by their sentence."""
    given = _quoted(wrong.message)
    if isinstance(context.command, click.Group):
        known = context.command.list_commands(context)
        return text("usage.no_command", name=given, hint=_hint(given, known))
    if "extra" in wrong.message:
        return text("usage.extra", names=wrong.message.partition("(")[2].removesuffix(")"))
    return wrong.message


def _name(wrong: click.BadParameter) -> str:
    parameter = wrong.param
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return text(f"argument.{parameter.name}")


def _quoted(message: str) -> str:
    """What was written, which click tells only in its sentence, as Python writes a string."""
    found = re.match(r"[^'\"]*('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", message)
    return str(ast.literal_eval(found[1])) if found else ""


def _hint(name: str, known: list[str]) -> str:
    from checker.validation import suggestion

    return suggestion(name, known)
