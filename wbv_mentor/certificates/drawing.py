"""What a certificate is decorated with: a frame, a rosette of fine lines, and the QR code."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterator

import segno

BLUE, RED = "#1f2a52", "#b5121b"
PALE_RED, PALE_BLUE = "#f8e6e7", "#eef0f7"  # solid tints: transparency is a trap in PDF/A
POINTS = 288


def background() -> str:
    """A certificate's background as a data URL."""
    return _framed(ring(52, 14, 9, 13, PALE_RED) + ring(31, 12, 6, 11, PALE_BLUE))


def frame() -> str:
    """The frame alone, for what is no certificate."""
    return _framed("")


def _framed(drawn: str) -> str:
    return as_url(
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">'
        f'<rect width="210" height="297" fill="#ffffff"/>{drawn}'
        f'<g fill="none" stroke="{BLUE}"><rect x="9" y="9" width="192" height="279" stroke-width=".35"/>'
        '<rect x="10.6" y="10.6" width="188.8" height="275.8" stroke-width=".12"/></g>'
        f'<rect x="9" y="9" width="192" height="3.2" fill="{RED}"/></svg>'
    )


def ring(radius: float, lines: int, swing: float, waves: int, colour: str) -> str:
    """A ring of waves, each a little further along than the one before."""
    drawn = " ".join(_wave(radius, 2 * math.pi * line / lines, swing, waves) for line in range(lines))
    return f'<path d="{drawn}" fill="none" stroke="{colour}" stroke-width=".22"/>'


def _wave(radius: float, phase: float, swing: float, waves: int) -> str:
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in _points(radius, phase, swing, waves))


def _points(radius: float, phase: float, swing: float, waves: int) -> Iterator[tuple[float, float]]:
    for step in range(POINTS + 1):
        angle = 2 * math.pi * step / POINTS
        far = radius + swing * math.sin(waves * angle + phase)
        yield 105 + far * math.cos(angle), 83 + far * math.sin(angle)


def qr_code(address: str, title: str) -> str:
    """The address as inline SVG; its title is what a screen reader says."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=1, border=0, dark=BLUE, title=title, omitsize=True
    )
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        'class="segno"', 'class="qr"', 1
    )


def as_url(svg: str) -> str:
    """A drawing as a data URL, the only kind of address that is fetched."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
