"""Why some earlier snapshots are not compared with the one that is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.pictures.scene import Scene


def left_out(scene: Scene) -> list[str]:
    """A sentence for each reason that there is; none when all are compared."""
    earlier = [past for past in scene.pasts if past.as_of < scene.as_of]
    short = [past for past in earlier if past.as_of < scene.whole_since]
    other = [past for past in earlier if past not in short and past.definitions != scene.snapshot.definitions]
    said = []
    if short:
        said.append(
            _(
                "Sales are known since %(day)s: only days with 12 months of sales before them are compared, "
                "so that a year stands against a year."
            )
            % {"day": scene.write.day(scene.known_since)}
        )
    if other:
        said.append(
            ngettext(
                "%(count)s earlier day was measured by older definitions and is being measured anew; until then it is not compared.",
                "%(count)s earlier days were measured by older definitions and are being measured anew; until then they are "
                "not compared.",
                len(other),
            )
            % {"count": scene.write.number(len(other))}
        )
    return said
