"""``flask bank``: whether the bank's server can be reached as the settings say."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from adapters.sftp.address import SftpAddress
from adapters.sftp.door import go_in
from adapters.sftp.trouble import sentence_of
from settings import Settings
from trade.payouts.ports import BankUnclear

if TYPE_CHECKING:
    from asyncssh import SFTPClient

group = AppGroup("bank", help="The bank that files go to.")


@group.command("try")
def try_command() -> None:
    """Go in and look at both folders; nothing is put there, and nothing taken. Exit 1 with a sentence where that fails."""
    settings: Settings = current_app.extensions["settings"]
    address = settings.sftp
    if address is None:
        click.echo(f"Files for the bank lie in {settings.bank}; BANK_SFTP is not set.")
        return
    try:
        told = go_in(address, partial(_look, address))
    except BankUnclear as error:
        click.echo(sentence_of(error), err=True)
        sys.exit(1)
    click.echo(told)


async def _look(address: SftpAddress, client: SFTPClient) -> str:
    out, inbox = [len(await client.listdir(folder)) for folder in (address.out, address.inbox)]
    return f"Let in at {address.host}: {address.out} and {address.inbox} are there ({out} and {inbox} entries)."
