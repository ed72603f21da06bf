"""What a reader says of compression, however oddly, is understood or passed over."""

import pytest

from config.kept_pages import encoding_for


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0,gzip;q=0.000", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("deflate", "identity"),
        ("identity", "identity"),
        ("brotli", "identity"),
        (";;;q=,,=;", "identity"),
        ("gzip;q=nonsense", "gzip"),
        ("ë" * 5_000, "identity"),
        ("," * 50_000, "identity"),
        ("x;q=0," * 30 + "br", "identity"),
    ],
)
def test_accept_encoding_is_read_with_patience(accepted, encoding):
    assert encoding_for(accepted) == encoding
