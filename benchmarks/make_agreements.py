"""Fills a register with agreements that are nobody's, to measure lists and filters on.

    python benchmarks/make_agreements.py 30000

For a database of its own (set POSTGRES_DIR or DATABASE_URL): what it writes is public and cannot be deleted. Every
record is called Synthetic. Municipalities are a fifth as many as agreements; an agreement has two or three parties,
mostly one act, up to four fields, and one citation.
"""

import argparse
import os
import random
import sys
from pathlib import Path

import django
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from agreements.models import Act, Agreement, AgreementField, Commitment, Field, Party  # noqa: E402
from agreements.workflow import published_from_sources  # noqa: E402
from municipalities.models import Municipality  # noqa: E402
from provenance.acting import acting  # noqa: E402
from provenance.models import Citation  # noqa: E402

BATCH = 2_000
COUNTRIES = ["DE", "FR", "PL", "IT", "TR", "GB", "US", "AL", "MK", "XK", "ME", "RS", "BG", "GR", "HR", "SE"]
# Some countries and forms are frequent and others rare, as in life.
COMMON = [2**-place for place in range(len(COUNTRIES))]
FIELDS = ["culture", "economy", "education", "environment", "health", "sport", "tourism", "youth"]
SYLLABLES = ["ba", "den", "gra", "hil", "kov", "lu", "mar", "nik", "or", "pol", "ra", "sel", "ti", "vik", "za"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("agreements", type=int)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    municipalities = make_municipalities(wanted.agreements // 5 + 3, chance)
    fields = [Field.objects.get_or_create(code=code, defaults={"name_en": code})[0] for code in FIELDS]
    with tqdm(total=wanted.agreements, unit=" agreements") as progress:
        for first in range(0, wanted.agreements, BATCH):
            size = min(BATCH, wanted.agreements - first)
            make_agreements(size, municipalities, fields, chance)
            progress.update(size)


def make_municipalities(size, chance) -> list[Municipality]:
    made = []
    with acting(name="benchmark"):
        for _ in range(size):
            name = "Synthetic " + "".join(chance.choices(SYLLABLES, k=3))
            (country,) = chance.choices(COUNTRIES, COMMON)
            made.append(Municipality(name_en=name, country=country, latitude=50, longitude=10))
        return Municipality.objects.bulk_create(made, BATCH)


def make_agreements(size, municipalities, fields, chance) -> None:
    forms = chance.choices(Agreement.Form.values, [2**-place for place in range(len(Agreement.Form))], k=size)
    with acting(name="benchmark"):
        made = Agreement.objects.bulk_create(
            Agreement(form=form, origin=Agreement.Origin.IMPORT, **published_from_sources()) for form in forms
        )
        Party.objects.bulk_create(
            Party(agreement=agreement, municipality=municipality, position=position)
            for agreement in made
            for position, municipality in enumerate(chance.sample(municipalities, chance.choice([2, 2, 2, 3])), start=1)
        )
        Act.objects.bulk_create(
            Act(agreement=agreement, kind=kind, happened_on=str(chance.randint(1950, 2024)))
            for agreement in made
            for kind in chance.choice([[], ["signed"], ["entered_into_force"], ["signed", "terminated"]])
        )
        AgreementField.objects.bulk_create(
            AgreementField(agreement=agreement, field=field)
            for agreement in made
            for field in chance.sample(fields, chance.randint(0, 4))
        )
        Commitment.objects.bulk_create(
            Commitment(agreement=agreement, kind="meeting", text_en="Regular meetings")
            for agreement in made
            if chance.random() < 0.1
        )
        Citation.objects.bulk_create(
            Citation(
                model=agreement.address, record=agreement.uid, field="since", value="1987", grade="open_data",
                source="benchmark", source_row=str(agreement.pk),
            )
            for agreement in made
        )  # fmt: skip


if __name__ == "__main__":
    main()
