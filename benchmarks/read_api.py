"""Times the addresses of the read API on the register that is there, without a server between.

    python benchmarks/read_api.py

For each: milliseconds (the median of nine), queries, kilobytes. Pages are of 50 records, deep ones of 100.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

ROUNDS = 9
ADDRESSES = [
    "agreements",
    "agreements?sort=-since",
    "agreements?country=MK&status=in_force",
    "agreements?form=twinning&field=culture",
    "agreements?yearFrom=1987&yearTo=1987",
    "agreements?q=synthetic",
    "agreements?q=Sarajit",
    "agreements?municipality=Saraj",
    "municipalities",
    "municipalities?q=Sarajit",
    "mayors",
    "changes",
]
DEEP = ["agreements", "agreements?sort=since", "municipalities", "changes"]


def main():
    client = Client(SERVER_NAME="localhost")
    for address in ADDRESSES:
        measure(client, f"/api/v1/{address}", address)
    for address in DEEP:
        following, pages = f"/api/v1/{address}{'&' if '?' in address else '?'}limit=100", 0
        while pages < 50 and (after := client.get(following).json()["next"]):
            following, pages = after, pages + 1
        measure(client, following, f"{address}, page {pages + 1}")


def measure(client, address, name):
    times = []
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as queries:
            before = time.perf_counter()
            response = client.get(address)
            times.append((time.perf_counter() - before) * 1000)
    size = len(response.content) / 1024
    print(f"{statistics.median(times):6.1f} ms  {len(queries)} queries  {size:6.1f} kB  {name}")


if __name__ == "__main__":
    main()
