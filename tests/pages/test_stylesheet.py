import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "site.css").read_text(encoding="utf-8")
TOKENS = [
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{([^}]*--paper[^}]*)\}", CSS)
    if "#000;" not in block
]
LIGHT, DARK = TOKENS


def luminance(colour):
    """Relative luminance by WCAG 2.2 of `#rrggbb`."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_contrast_is_aa_on_every_ground(tokens):
    weak = [
        (text, ground, round(contrast(tokens[text], tokens[ground]), 2))
        for text in ("ink", "muted", "accent", "accent-deep", "good")
        for ground in ("paper", "surface", "tint", "sea")
        if contrast(tokens[text], tokens[ground]) < 4.5
    ]
    assert weak == []
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["on-accent"], tokens["accent-deep"]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_and_map_lines_stand_out_from_their_grounds(tokens):
    pairs = [("edge", "paper"), ("edge", "surface"), ("edge", "tint"), ("accent", "land"), ("accent", "sea")]
    weak = [(a, b) for a, b in pairs if contrast(tokens[a], tokens[b]) < 3]
    assert weak == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_on_shaded_cells_can_be_read(tokens):
    shares = re.findall(
        r"\.shade-\d \{\s+background: color-mix\(in srgb, var\(--accent\) (\d+)%, var\(--paper\)\)", CSS
    )
    assert len(shares) == 5
    accent, paper = (bytes.fromhex(tokens[name][1:]) for name in ("accent", "paper"))
    for share in map(int, shares):
        ground = bytes(round((a * share + p * (100 - share)) / 100) for a, p in zip(accent, paper, strict=True))
        assert contrast(tokens["ink"], f"#{ground.hex()}") >= 4.5


def test_stylesheet_is_small_and_calls_nobody():
    assert len(gzip.compress(CSS.encode())) < 20_000
    assert re.findall(r"url\(|@import", CSS) == []
