"""One folding for search and for the order of names: case, accents and alphabets fall away.

`Сарај`, `Saraj` and `SARAJ` are one word to it. The database function `fold` is the only definition.
"""

from django.db import models


class Fold(models.Func):
    """The folded form of a text, as the database computes it."""

    function = "fold"
    output_field = models.TextField()
