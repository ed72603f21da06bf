"""Geometry of the globe: the shortest way between two places, and its projection onto paper.

A point is (longitude, latitude) or (x, y) in degrees; longitudes pass 180 where a line crosses the antimeridian.
"""

from math import asin, atan2, ceil, cos, degrees, dist, radians, sin, sqrt

EARTH_RADIUS = 6371.0088  # km, mean radius of the IUGG


def project(longitude, latitude):
    """Patterson's cylindrical projection, in degrees, y downwards.

    Patterson, Šavrič, Jenny (2015), "Introducing the Patterson Cylindrical Projection", Cartographic
    Perspectives 78.
    """
    phi = radians(latitude)
    squared = phi * phi
    y = phi * (1.0148 + squared * squared * (0.23185 + squared * (-0.14499 + squared * 0.02406)))
    return longitude, -degrees(y)


def unwrap(points):
    """The same points with longitudes that never jump: after 179 comes 181, not -179."""
    unwrapped = []
    for longitude, latitude in points:
        if unwrapped:
            longitude = nearest(longitude, unwrapped[-1][0])
        unwrapped.append((longitude, latitude))
    return unwrapped


def nearest(longitude, reference):
    """The longitude, turned by whole circles to lie within half a circle of the reference."""
    return longitude - 360 * round((longitude - reference) / 360)


def angle_between(start, end):
    """The angle at the centre of the globe between two points (longitude, latitude), in radians; by haversines."""
    (lon1, lat1), (lon2, lat2) = ((radians(x), radians(y)) for x, y in (start, end))
    haversine = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * asin(min(1.0, sqrt(haversine)))


def distance(start, end):
    """Kilometres along the great circle, on a sphere of the Earth's mean radius."""
    return EARTH_RADIUS * angle_between(start, end)


def great_circle(start, end, step):
    """Points on the shortest way over the globe, at most `step` degrees apart, longitudes continuous.

    Between antipodes every way is the shortest; the one that rounding picks is drawn.
    """
    (lon1, lat1), (lon2, lat2) = ((radians(x), radians(y)) for x, y in (start, end))
    angle = angle_between(start, end)
    if angle < radians(step) or sin(angle) < 1e-9:
        return unwrap([start, end])
    pieces = ceil(degrees(angle) / step)
    points = [start]
    for piece in range(1, pieces):
        a, b = sin((1 - piece / pieces) * angle) / sin(angle), sin(piece / pieces * angle) / sin(angle)
        x = a * cos(lat1) * cos(lon1) + b * cos(lat2) * cos(lon2)
        y = a * cos(lat1) * sin(lon1) + b * cos(lat2) * sin(lon2)
        z = a * sin(lat1) + b * sin(lat2)
        points.append((degrees(atan2(y, x)), degrees(atan2(z, sqrt(x * x + y * y)))))
    return unwrap([*points, end])


def clip(ring, west, south, east, north):
    """The ring inside a rectangle (Sutherland-Hodgman): a ring again, empty when nothing of it is inside."""
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        if min([sign * point[axis] for point in ring], default=sign * bound) >= sign * bound:
            continue
        clipped = []
        for before, after in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            was_in, is_in = sign * (before[axis] - bound) >= 0, sign * (after[axis] - bound) >= 0
            if was_in != is_in:
                part = (bound - before[axis]) / (after[axis] - before[axis])
                clipped.append(tuple(b + part * (a - b) for a, b in zip(after, before, strict=True)))
            if is_in:
                clipped.append(after)
        ring = clipped
    return ring


def simplify(points, tolerance=0.5):
    """Douglas and Peucker (1973): the fewest points that stay within the tolerance of the line."""
    keep, stretches = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stretches:
        start, end = stretches.pop()
        offsets = [_offset(points[index], points[start], points[end]) for index in range(start + 1, end)]
        if offsets and max(offsets) > tolerance:
            middle = start + 1 + offsets.index(max(offsets))
            keep.add(middle)
            stretches += [(start, middle), (middle, end)]
    return [points[index] for index in sorted(keep)]


def _offset(point, start, end):
    """The distance of a point from the straight line through two others."""
    length = dist(start, end)
    if not length:
        return dist(point, start)
    cross = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    return abs(cross) / length
