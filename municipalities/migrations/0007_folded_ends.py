"""What is folded has no blank at its ends, where stops or brackets stood: "Newcastle (Staffordshire)"."""

from importlib import import_module

from django.db import migrations

FOLD = f"""
CREATE OR REPLACE FUNCTION fold(written text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN btrim({import_module("municipalities.migrations.0001_functions").folding_sql()});
END
$$;
"""
# Indexes first: not while rows that were written wait for their triggers. Search documents hold words, not blanks.
THOSE_THAT_ARE_THERE = """
REINDEX INDEX municipality_by_name;
REINDEX INDEX municipality_by_name_sq;
REINDEX INDEX municipality_by_name_mk;
UPDATE municipalities_mayor SET name = name WHERE folded <> btrim(folded);
SELECT refresh_search_names(array_agg(DISTINCT municipality_id)) FROM municipalities_searchname
WHERE folded <> btrim(folded);
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0006_members")]
    operations = [migrations.RunSQL(FOLD), migrations.RunSQL(THOSE_THAT_ARE_THERE)]
