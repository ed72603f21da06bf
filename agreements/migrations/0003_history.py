"""Teaches the log the models of agreements; guards what may only be added to.

All functions of these migrations look up few rows of tables that may be large, and PostgreSQL keeps their plans for a session:
`enable_seqscan = off` keeps a plan that was made while the tables were still empty from walking through them later.
"""

from django.db import migrations

RECORD_OF = """
-- Whose history a row belongs to, and whether the public may see it: now for all rooms up to agreements.
CREATE OR REPLACE FUNCTION record_of(
    model text, row_now jsonb, OUT record_model text, OUT record_uid uuid, OUT is_public boolean
) LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    agreement bigint;
    cited jsonb;
BEGIN
    CASE
    WHEN model = 'provenance.citation' THEN
        -- A citation belongs where the row belongs of which it speaks.
        record_model := row_now->>'model';
        record_uid := (row_now->>'record')::uuid;
        -- CASE, because PostgreSQL 15 fails on a name that cannot be one, and AND keeps no order
        IF (
            CASE WHEN record_model ~ '^[a-z]+\\.[a-z]+$'
                THEN to_regclass(replace(record_model, '.', '_')) IS NOT NULL END
        ) THEN
            EXECUTE format('SELECT to_jsonb(cited) FROM %I AS cited WHERE uid = $1', replace(record_model, '.', '_'))
                INTO cited USING record_uid;
        END IF;
        IF cited IS NULL OR record_model = 'provenance.citation' THEN
            is_public := false;
        ELSE
            SELECT home.* INTO record_model, record_uid, is_public FROM record_of(record_model, cited) AS home;
        END IF;
        RETURN;
    WHEN model IN ('agreements.agreement', 'agreements.goodpractice') THEN
        record_model := model;
        record_uid := (row_now->>'uid')::uuid;
        is_public := row_now->>'publication' = 'published';
        RETURN;
    WHEN model IN ('agreements.confirmation', 'agreements.representative') THEN
        SELECT agreement_id INTO agreement FROM agreements_party WHERE id = (row_now->>'party_id')::bigint;
    WHEN model = 'agreements.service' THEN
        SELECT agreement_id INTO agreement FROM agreements_activity WHERE id = (row_now->>'activity_id')::bigint;
    WHEN model IN ('agreements.jointproject', 'agreements.projectpartner', 'agreements.projectfield') THEN
        SELECT 'agreements.jointproject', p.uid,
            p.publication = 'published' AND coalesce(a.publication = 'published', true)
        INTO record_model, record_uid, is_public
        FROM agreements_jointproject AS p LEFT JOIN agreements_agreement AS a ON a.id = p.agreement_id
        WHERE p.id = (row_now->>(CASE model WHEN 'agreements.jointproject' THEN 'id' ELSE 'project_id' END))::bigint;
        IF model = 'agreements.jointproject' AND is_public IS NOT NULL THEN
            is_public := row_now->>'publication' = 'published' AND coalesce((
                SELECT a.publication = 'published' FROM agreements_agreement AS a
                WHERE a.id = (row_now->>'agreement_id')::bigint
            ), true);
        END IF;
        RETURN;
    WHEN model IN ('agreements.practicefield', 'agreements.adoption') THEN
        SELECT 'agreements.goodpractice', p.uid, p.publication = 'published'
        INTO record_model, record_uid, is_public
        FROM agreements_goodpractice AS p WHERE p.id = (row_now->>'practice_id')::bigint;
        RETURN;
    WHEN model IN ('municipalities.alias', 'municipalities.mayor', 'municipalities.institution',
                   'municipalities.membership') THEN
        SELECT 'municipalities.municipality', m.uid, model <> 'municipalities.membership'
        INTO record_model, record_uid, is_public
        FROM municipalities_municipality AS m WHERE m.id = (row_now->>'municipality_id')::bigint;
        RETURN;
    ELSE
        agreement := (row_now->>'agreement_id')::bigint;
    END CASE;

    IF agreement IS NOT NULL THEN
        SELECT 'agreements.agreement', a.uid, a.publication = 'published'
        INTO record_model, record_uid, is_public
        FROM agreements_agreement AS a WHERE a.id = agreement;
        IF model = 'agreements.document' THEN
            is_public := is_public AND (row_now->>'is_public')::boolean;
        END IF;
    ELSIF model LIKE 'agreements.%' AND model NOT IN ('agreements.field', 'agreements.network', 'agreements.link') THEN
        is_public := false;
    ELSE
        record_model := model;
        record_uid := (row_now->>'uid')::uuid;
        is_public := true;
    END IF;
END
$$;
"""

TOUCHED = """
-- Public documents name other records. When one of those is renamed, moved or no longer public, the documents that
-- name it have changed, too, and readers who keep copies must be told.
CREATE FUNCTION log_touched_of_parties(municipalities bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    SELECT log_touched('agreements.agreement', array_agg(DISTINCT a.uid))
    FROM agreements_party AS p JOIN agreements_agreement AS a ON a.id = p.agreement_id
    WHERE p.municipality_id = ANY(municipalities) AND a.publication = 'published'
    HAVING count(*) > 0;
    SELECT log_touched('agreements.jointproject', array_agg(DISTINCT j.uid))
    FROM agreements_projectpartner AS p JOIN agreements_jointproject AS j ON j.id = p.project_id
    WHERE p.municipality_id = ANY(municipalities) AND j.publication = 'published'
    HAVING count(*) > 0;
    SELECT log_touched('agreements.goodpractice', array_agg(DISTINCT g.uid))
    FROM agreements_goodpractice AS g
    WHERE g.owner_id = ANY(municipalities) AND g.publication = 'published'
    HAVING count(*) > 0;
$$;

CREATE FUNCTION municipality_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM log_touched_of_parties((
        SELECT array_agg(n.id) FROM new_rows AS n JOIN old_rows AS o USING (id)
        WHERE (n.name, n.name_en, n.name_sq, n.name_mk, n.country)
            IS DISTINCT FROM (o.name, o.name_en, o.name_sq, o.name_mk, o.country)
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER renamed AFTER UPDATE ON municipalities_municipality
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION municipality_renamed();

CREATE FUNCTION field_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM log_touched('agreements.agreement', array_agg(DISTINCT a.uid))
    FROM new_rows AS n JOIN old_rows AS o USING (id) JOIN agreements_agreementfield AS link ON link.field_id = n.id
    JOIN agreements_agreement AS a ON a.id = link.agreement_id
    WHERE to_jsonb(n) <> to_jsonb(o) AND a.publication = 'published'
    HAVING count(*) > 0;
    PERFORM log_touched('agreements.jointproject', array_agg(DISTINCT j.uid))
    FROM new_rows AS n JOIN old_rows AS o USING (id) JOIN agreements_projectfield AS link ON link.field_id = n.id
    JOIN agreements_jointproject AS j ON j.id = link.project_id
    WHERE to_jsonb(n) <> to_jsonb(o) AND j.publication = 'published'
    HAVING count(*) > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER touched AFTER UPDATE ON agreements_field
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION field_changed();

CREATE FUNCTION network_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM log_touched('agreements.agreement', array_agg(DISTINCT a.uid))
    FROM new_rows AS n JOIN old_rows AS o USING (id) JOIN agreements_agreementnetwork AS link ON link.network_id = n.id
    JOIN agreements_agreement AS a ON a.id = link.agreement_id
    WHERE to_jsonb(n) <> to_jsonb(o) AND a.publication = 'published'
    HAVING count(*) > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER touched AFTER UPDATE ON agreements_network
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION network_changed();

-- A project is public while its agreement is.
CREATE FUNCTION agreement_shown_or_hidden() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM log_touched('agreements.jointproject', array_agg(DISTINCT j.uid))
    FROM new_rows AS n JOIN old_rows AS o USING (id) JOIN agreements_jointproject AS j ON j.agreement_id = n.id
    WHERE n.publication <> o.publication AND 'published' IN (n.publication, o.publication)
        AND j.publication = 'published'
    HAVING count(*) > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER projects_touched AFTER UPDATE ON agreements_agreement
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_shown_or_hidden();
"""

GUARDS = """
CREATE FUNCTION guard_act() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM agreements_agreement WHERE id = OLD.agreement_id AND publication IN ('published', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'an act of a published agreement stays: strike it out instead'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER acts_stay BEFORE DELETE ON agreements_act FOR EACH ROW EXECUTE FUNCTION guard_act();
CREATE TRIGGER acts_keep_their_kind BEFORE UPDATE OF kind, agreement_id ON agreements_act FOR EACH ROW
    WHEN ((OLD.kind, OLD.agreement_id) IS DISTINCT FROM (NEW.kind, NEW.agreement_id))
    EXECUTE FUNCTION guard_act();

CREATE FUNCTION refuse_change_of_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a confirmation is never changed or deleted: the latest counts'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON agreements_confirmation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_word();

-- Nothing public is deleted: it is withdrawn and leaves a tombstone.
CREATE FUNCTION refuse_public_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% % is public: withdraw it instead of deleting it', TG_TABLE_NAME, OLD.uid
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER public_stays BEFORE DELETE ON agreements_agreement FOR EACH ROW
    WHEN (OLD.publication IN ('published', 'withdrawn')) EXECUTE FUNCTION refuse_public_delete();
CREATE TRIGGER public_stays BEFORE DELETE ON agreements_jointproject FOR EACH ROW
    WHEN (OLD.publication IN ('published', 'withdrawn')) EXECUTE FUNCTION refuse_public_delete();
CREATE TRIGGER public_stays BEFORE DELETE ON agreements_goodpractice FOR EACH ROW
    WHEN (OLD.publication IN ('published', 'withdrawn')) EXECUTE FUNCTION refuse_public_delete();

-- An agreement is between at least two; asked at the end of the transaction, when all parties are written.
CREATE FUNCTION check_two_parties() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    agreement bigint := (to_jsonb(coalesce(NEW, OLD))
        ->>(CASE TG_TABLE_NAME WHEN 'agreements_party' THEN 'agreement_id' ELSE 'id' END))::bigint;
BEGIN
    IF EXISTS (SELECT FROM agreements_agreement WHERE id = agreement AND publication = 'published')
        AND (SELECT count(*) FROM (SELECT FROM agreements_party WHERE agreement_id = agreement LIMIT 2) AS two) < 2
    THEN
        RAISE EXCEPTION 'a published agreement has at least two parties'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_two_parties';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER two_parties AFTER INSERT OR UPDATE OF publication ON agreements_agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.publication = 'published')
    EXECUTE FUNCTION check_two_parties();
CREATE CONSTRAINT TRIGGER two_parties AFTER DELETE OR UPDATE OF agreement_id ON agreements_party
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_two_parties();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_tables"),
        ("municipalities", "0003_search"),
        ("provenance", "0003_guards"),
    ]
    operations = [migrations.RunSQL(RECORD_OF), migrations.RunSQL(TOUCHED), migrations.RunSQL(GUARDS)]
