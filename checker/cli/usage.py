"""Wrong usage of the command in our own words.

Owns the translation of click's complaints.  It must not decide an exit status.
"""

from __future__ import annotations

import click

from checker.messages import text
from checker.validation import suggestion


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
        hint = suggestion(wrong.option_name, list(wrong.possibilities or []))
        return text("usage.no_option", name=wrong.option_name, hint=hint)
    if isinstance(wrong, click.BadOptionUsage):
        return text("usage.no_value", name=wrong.option_name)
    if isinstance(wrong, click.BadParameter):
        choices = getattr(wrong.param and wrong.param.type, "choices", None)
        reason = text("hint.known", names="、".join(choices)) if choices else wrong.message
        return text("usage.bad_value", name=_name(wrong), reason=reason)
    if isinstance(wrong, click.UsageError) and wrong.ctx is not None:
        return _usage(wrong, wrong.ctx)
    return wrong.format_message()


def _usage(wrong: click.UsageError, context: click.Context) -> str:
    """Extra arguments and unknown commands, which click tells apart only by their sentence."""
    given = wrong.message.split("'")[1] if "'" in wrong.message else ""
    if isinstance(context.command, click.Group):
        known = context.command.list_commands(context)
        return text("usage.no_command", name=given, hint=suggestion(given, known))
    if "extra" in wrong.message:
        return text("usage.extra", names=wrong.message.split("(")[-1].rstrip(")"))
    return wrong.message


def _name(wrong: click.BadParameter) -> str:
    parameter = wrong.param
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name
