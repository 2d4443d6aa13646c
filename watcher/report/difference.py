"""Draws where two pictures of a page differ; evidence for people, and never a reason to alert."""

from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw

from watcher.core.model import Box
from watcher.report.drawing import NOW, SLATE, WHITE, font_of, mask, readable
from watcher.report.panels import Captions

_BLOCK = 8
# What rendering the same text twice may differ by, of 255.
_SLIGHT = 24
_STRIP = 36


def difference_picture(
    old: Image.Image, new: Image.Image, masks: Sequence[Box], captions: Captions
) -> tuple[Image.Image, float]:
    """The page after, pale, with blocks in red where it differs; with the share of its pixels that differ, 0 to 1.

    Where one page is longer than the other, all of the rest differs. What is in `masks` is left out.
    """
    size = max(old.width, new.width), max(old.height, new.height)
    sides = [_laid(picture, size, masks) for picture in (old, new)]
    unlike = ImageChops.difference(*sides).convert("L").point([255 * (level > _SLIGHT) for level in range(256)])
    for lower, higher in ((min(old.height, new.height), size[1]),):
        if higher > lower:
            unlike.paste(255, (0, lower, size[0], higher))
    share = unlike.histogram()[255] / (size[0] * size[1])
    # A single pixel is seen by nobody: blocks around it are.
    blocks = unlike.reduce(_BLOCK).point([255 * (level > 0) for level in range(256)])
    marks = blocks.resize((blocks.width * _BLOCK, blocks.height * _BLOCK), Image.Resampling.NEAREST)
    pale = Image.blend(sides[1].convert("L").convert("RGB"), Image.new("RGB", size, WHITE), 0.55)
    red = Image.blend(pale, Image.new("RGB", size, NOW), 0.6)
    pale.paste(red, (0, 0), marks.crop((0, 0, *size)))
    shown = Image.new("RGB", (size[0], size[1] + _STRIP), SLATE)
    shown.paste(pale, (0, _STRIP))
    said = f"{100 * share:.1f}".replace(".", captions.point)
    text = readable(captions.differs.format(share=said))
    ImageDraw.Draw(shown).text((12, 8), text, fill=WHITE, font=font_of(18))
    return shown, share


def _laid(picture: Image.Image, size: tuple[int, int], masks: Sequence[Box]) -> Image.Image:
    whole = Image.new("RGB", size, WHITE)
    whole.paste(picture, (0, 0))
    mask(whole, masks)
    return whole
