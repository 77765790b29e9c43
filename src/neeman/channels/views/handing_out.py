"""Files leave as downloads: never shown in the page's own origin, whatever they say that they are."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse


def handed_out(name: str, content: bytes) -> FileResponse:
    """The answer that a browser saves under this name."""
    return FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )
