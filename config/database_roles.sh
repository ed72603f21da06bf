#!/bin/sh
# Run once by the image of PostgreSQL when its volume is new: the owner, who migrates, and the application, who owns
# nothing and is given its rights by `manage.py grant_app_role besa_app` after each migration.
set -eu
psql --username=postgres --dbname=postgres --no-psqlrc --quiet --set=ON_ERROR_STOP=1 \
    --set=owner_password="$BESA_OWNER_PASSWORD" --set=app_password="$BESA_APP_PASSWORD" <<'SQL'
CREATE ROLE besa_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE besa_app LOGIN PASSWORD :'app_password';
CREATE DATABASE besa OWNER besa_owner;
-- A page of documents looks dear to the planner and is not: compiling it would take longer than running it.
ALTER DATABASE besa SET jit = off;
REVOKE ALL ON DATABASE besa FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE besa TO besa_app;
SQL
