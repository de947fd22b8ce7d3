"""Simulate colours for readers with deuteranopia, and in greyscale print."""

from core.contrast import linear

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
# TVCG 15 (2009): deuteranopia, severity 1.0. It holds for linear RGB.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
# Of linear RGB too: relative luminance, as WCAG defines it.
GREYSCALE = ((0.2126, 0.7152, 0.0722),) * 3
AS_IT_IS = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
SEEING = {"in colour": AS_IT_IS, "in greyscale": GREYSCALE, "with deuteranopia": DEUTERANOPIA}


def seen(colour: str, how: str) -> str:
    """`#rrggbb` as seen with `how` (a key of SEEING)."""
    channels = [linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    mixed = (
        sum(share * channel for share, channel in zip(row, channels, strict=True)) for row in SEEING[how]
    )
    return "#" + "".join(f"{_byte(channel):02x}" for channel in mixed)


def _byte(channel: float) -> int:
    """Convert a linear channel to sRGB, 0 to 255."""
    held = min(max(channel, 0.0), 1.0)
    return round(255 * (12.92 * held if held <= 0.0031308 else 1.055 * held ** (1 / 2.4) - 0.055))
