"""`neeman user`: people, from the machine itself. Whoever has a shell here has everything, so no proof is asked for."""

from __future__ import annotations

from typing import Annotated

import typer

user = typer.Typer(help="People: add, list, give a way in, shut out.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The e-mail that the person signs in with.")]


@user.callback()
def _begin() -> None:
    from neeman.cli.app import start_django

    start_django()


@user.command()
def add(
    email: Email,
    organization: Annotated[str, typer.Option(help="Its word in the address: /WORD/customers/.")],
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    role: Annotated[str, typer.Option(help="What the person does there.")] = "owner",
    found: Annotated[str, typer.Option(help="Found a new organization, called so.", metavar="NAME")] = "",
) -> None:
    """Add a person to an organization, and print a link to enter by."""
    from neeman.cli import people_acts

    typer.echo(people_acts.add(email, organization=organization, name=name, role=role, found=found))


@user.command()
def link(email: Email) -> None:
    """Print a link that signs the person in once, within the hour."""
    from neeman.cli import people_acts

    typer.echo(people_acts.link(email))


@user.command()
def reset(
    email: Email,
    *,
    forget_factors: Annotated[
        bool, typer.Option("--forget-factors", help="Also remove passkeys, the app and recovery codes.")
    ] = False,
) -> None:
    """Print a link that sets a new password once, within the hour. Signs the person out everywhere."""
    from neeman.cli import people_acts

    typer.echo(people_acts.reset(email, forget_factors=forget_factors))


@user.command(name="list")
def list_people() -> None:
    """Print everybody: e-mail, name, organizations with roles."""
    from neeman.cli import people_acts

    for line in people_acts.everybody():
        typer.echo(line)


@user.command()
def disable(email: Email) -> None:
    """Shut a person out of everything at once. What they did stays."""
    from neeman.cli import people_acts

    typer.echo(people_acts.disable(email))
