# The image of the register: web, worker and migrations, told apart by their command (docker-compose.yml).
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/besa

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt

COPY . .
RUN python -m config.compile_messages locale/*/LC_MESSAGES/*.po
# Needs settings, and neither a secret nor a database
RUN SECRET_KEY=unused python manage.py collectstatic --no-input --verbosity 0 --ignore redoc

RUN useradd --system --uid 10001 --home-dir /srv/besa --shell /usr/sbin/nologin besa \
    && install -d -o besa -g besa /srv/media
ENV MEDIA_ROOT=/srv/media
VOLUME /srv/media
USER besa
EXPOSE 8000
