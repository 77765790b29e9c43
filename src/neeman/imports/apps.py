"""The room `imports`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "imports.file.received": _("File received"),
    "imports.file.committed": _("File brought in"),
}


class ImportsConfig(AppConfig):
    name = "neeman.imports"
    label = "imports"

    def ready(self) -> None:
        """Say where the room stands."""
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.ui.navigation import Place, Tool, add_place, add_tool

        add_tool(Tool(kind="file", url_name="imports", permission=May.IMPORT_FILES))
        declare(WORDS)
        add_place(
            Place(
                "imports",
                _("Import"),
                icon="file-import",
                order=90,
                permission=May.IMPORT_FILES,
                at_foot=True,
                on_phone=True,
            )
        )
