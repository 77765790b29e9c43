"""The command line: `neeman --help`. Each command lives in a module of its own, imported only when it is called."""

from neeman.cli.app import main

__all__ = ["main"]
