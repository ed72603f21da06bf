"""The register's settings, with the plain page alone and nothing before it."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.peers.plain"
MIDDLEWARE = []
WSGI_APPLICATION = None
