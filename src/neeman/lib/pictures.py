"""A text as a picture that a camera reads."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO


def qr_code(text: str) -> str:
    """The text as a QR code, an SVG with a white ground, so that cameras read it in a dark theme too."""
    import qrcode  # here: rare pages show one
    from qrcode.image.svg import SvgPathFillImage

    drawing = BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage).save(drawing)
    return drawing.getvalue().decode()


def qr_picture(text: str) -> str:
    """The same as the address of an image that stands in the page itself."""
    return f"data:image/svg+xml;base64,{b64encode(qr_code(text).encode()).decode()}"
