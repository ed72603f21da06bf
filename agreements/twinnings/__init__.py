"""Real twinnings from three CSV files: municipalities, the statements that sources make, mayors.

The way of a row: `reading` (bytes to strict rows) → `names` (clean text) → `places`, `statements`,
`terms` (what the rows say, without a database) → `loading` (what of it the register did not know yet).
Whatever is refused on the way is listed by `report`.
"""
