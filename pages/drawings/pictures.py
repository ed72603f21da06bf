"""Pictures that we draw ourselves: the icon, and what others show when they link to a page (Open Graph).

Open Sans (Apache 2.0, package `ttf-opensans`) has Latin, Cyrillic and Greek letters. A name that it cannot write is
left to another of the municipality's names, or else to its country's: nobody is shown boxes for letters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import ttf_opensans
from django.conf import settings
from django.utils.translation import get_language
from PIL import Image, ImageChops, ImageDraw, ImageFont

from municipalities.models import Municipality
from pages.drawings import maps
from pages.drawings.globe import great_circle
from pages.drawings.land import land_rings
from pages.wording.cldr import country_name
from pages.wording.translated import gettext as _

WIDTH, HEIGHT = 1200, 630  # pixels, what the large networks ask for
MAP_TOP = 330
MARGIN = 64
# The colours of the stylesheet's light mode
PAPER, INK, MUTED, ACCENT, GOOD = "#fbf9f4", "#1d1a16", "#5d554a", "#9a2f1e", "#2b5d3f"
LAND, SEA, RULE = "#ded4c2", "#f4efe6", "#d9d0c0"
OF_MARK = {"full": GOOD, "alarm": ACCENT}
ABSENT = "\uffff"  # no font has it


@dataclass(frozen=True)
class Subject:
    """What a picture shows: a line above, the title, words in frames (text, kind of mark), places and their links."""

    above: str
    title: str
    words: Sequence[tuple[str, str]] = ()
    places: Sequence[tuple[float, float]] = ()  # (longitude, latitude)
    links: Sequence[tuple[int, int]] = ()


def icon(size: int) -> Image.Image:
    """The two rings of static/icon.svg, drawn large and scaled down."""
    image = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, 255, 255), 40, fill=ACCENT)
    for x in (96, 160):
        draw.circle((x, 128), 64, outline="white", width=24)
    return image.resize((size, size), Image.Resampling.LANCZOS)


@cache
def _font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    return (ttf_opensans.OPENSANS_BOLD if bold else ttf_opensans.OPENSANS_REGULAR).imagefont(size)


@cache
def _can_write(letter: str) -> bool:
    drawn, absent = (_font(40).getmask(one) for one in (letter, ABSENT))
    return letter.isspace() or (drawn.size, bytes(drawn)) != (absent.size, bytes(absent))


def writable(text: str) -> bool:
    return bool(text.strip()) and all(_can_write(letter) for letter in set(text))


def name_of(municipality: Municipality) -> str:
    """Its name in the page's language, or in another that can be written; else its country's."""
    languages = dict.fromkeys([get_language(), *settings.MODELTRANSLATION_LANGUAGES])
    names = [getattr(municipality, f"name_{language}", "") for language in languages]
    country = country_name(municipality.country)
    known = [municipality.name, *names, municipality.local_name, country]
    return next((name for name in known if name and writable(name)), municipality.country)


def placed(municipalities: Iterable[Municipality], *, star: bool = False) -> dict:
    """`places` and `links` of a `Subject`: each joined with each, or the first with all others; of many, no links."""
    places = [(one.longitude, one.latitude) for one in municipalities if one.latitude is not None]
    if star:
        return {"places": places, "links": [(0, index) for index in range(1, len(places))]}
    return {"places": places, "links": maps.each_with_each(places)}


def draw(subject: Subject) -> Image.Image:
    """1200 × 630 pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 12), fill=ACCENT)
    image.paste(icon(44), (MARGIN, 40), icon(44))
    canvas.text((MARGIN + 58, 62), "Besa", INK, _font(34, bold=True), anchor="lm")
    right = subject.above if writable(subject.above) else ""
    canvas.text((WIDTH - MARGIN, 62), right, MUTED, _font(26), anchor="rm")
    _title(canvas, subject.title)
    _words(canvas, subject.words)
    image.paste(_map(subject.places, subject.links), (0, MAP_TOP))
    canvas.line((0, MAP_TOP, WIDTH, MAP_TOP), fill=RULE, width=2)
    return image


def _title(canvas, title: str) -> None:
    """As large as fits into two lines; what does not fit at the smallest size is cut."""
    title = title if writable(title) else ""
    for size in (64, 56, 48, 42, 36):
        lines = _lines(title, _font(size, bold=True))
        if len(lines) <= 2:
            break
    else:
        lines = [lines[0], lines[1].rstrip(" ,") + " …"]
    step = size * 1.25
    top = 172 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        canvas.text((MARGIN, top + number * step), line, INK, _font(size, bold=True), anchor="lm")


def _lines(text: str, font) -> list[str]:
    """The words in lines that fit; a word longer than a line is cut."""
    room = WIDTH - 2 * MARGIN - 40
    lines = [""]
    for word in text.split():
        while font.getlength(word) > room:
            word = word[:-2] + "…"
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _words(canvas, words: Sequence[tuple[str, str]]) -> None:
    """Words in rounded frames, side by side as far as there is room."""
    font, left, top = _font(26), MARGIN, 260
    for word, kind in words:
        text = str(word)
        width = font.getlength(text) + 36
        if left + width > WIDTH - MARGIN:
            return
        colour = OF_MARK.get(kind, MUTED)
        canvas.rounded_rectangle((left, top, left + width, top + 48), 24, outline=colour, width=2)
        canvas.text((left + 18, top + 24), text, colour, font, anchor="lm")
        left += width + 14


def _map(places, links) -> Image.Image:
    """The land, the places and the arcs between them; without places, the world."""
    width, height = WIDTH, HEIGHT - MAP_TOP
    lines = [great_circle(places[a], places[b], step=1.5) for a, b in links]
    frame = _frame(*maps.window(places, lines, width=width, margin=1.45, shape=width / height), width / height)
    land = Image.new("1", (width, height))
    for ring in land_rings(frame, maps.land_of(frame)):
        if len(ring) > 2:
            piece = Image.new("1", (width, height))
            ImageDraw.Draw(piece).polygon(ring, fill=1)
            land = ImageChops.logical_xor(land, piece)
    image = Image.new("RGB", (width, height), SEA)
    image.paste(LAND, mask=land)
    canvas = ImageDraw.Draw(image)
    for line in lines:
        points = [frame.place(point) for point in line]
        for before, after in pairwise(points):
            if abs(after[0] - before[0]) < width / 2:  # not the way round the back of the map
                canvas.line((before, after), fill=ACCENT, width=4 if len(lines) < 20 else 2)
    for point in map(frame.place, places):
        canvas.circle(point, 8 if len(places) < 30 else 4, fill=INK, outline=SEA, width=2)
    return image


def _frame(frame: maps.Frame, _land, shape: float) -> maps.Frame:
    """The same window in exactly the picture's shape: wider, and where that would be more than the globe, cut."""
    across = min(360, max(frame.right - frame.left, (frame.bottom - frame.top) * shape))
    down = across / shape
    left, top = frame.middle - across / 2, (frame.top + frame.bottom - down) / 2
    return replace(frame, left=left, top=top, right=left + across, bottom=top + down)


def general() -> Subject:
    return Subject("", _("What municipalities have promised each other"))
