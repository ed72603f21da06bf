"""The legal status of agreements on every day, kept by the database from their acts and terms."""

from django.db import migrations

# The same rules as agreements/status.py, which explains them; a test holds the two against each other.
STATUS = """
ALTER TABLE agreements_statusperiod ADD CONSTRAINT status_period_of_agreement
    FOREIGN KEY (agreement_id) REFERENCES agreements_agreement ON DELETE CASCADE;

CREATE FUNCTION status_after(kind text, status text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN kind IN ('initiated', 'approved') AND coalesce(status, 'unknown') = 'unknown' THEN 'negotiated'
        WHEN kind = 'signed' AND coalesce(status, 'unknown') IN ('unknown', 'negotiated', 'expired') THEN 'signed'
        WHEN kind = 'entered_into_force' AND coalesce(status, 'unknown') IN ('unknown', 'negotiated', 'signed')
            THEN 'in_force'
        WHEN kind = 'renewed' THEN 'in_force'
        WHEN kind = 'suspended' AND status IN ('unknown', 'signed', 'in_force') THEN 'suspended'
        WHEN kind = 'resumed' AND status IN ('unknown', 'suspended') THEN 'in_force'
        WHEN kind = 'terminated' THEN 'terminated'
        ELSE status
    END
$$;

CREATE FUNCTION status_periods(wanted bigint) RETURNS TABLE (status text, days daterange)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    agreement agreements_agreement;
    act record;
    current_status text;
    since date := '-infinity';
    term_end date;
    next_status text;
BEGIN
    SELECT * INTO agreement FROM agreements_agreement WHERE id = wanted;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF agreement.term = 'fixed' AND agreement.tacit_renewal IS NOT TRUE THEN
        term_end := last_day(agreement.term_ends_on);
    END IF;
    -- What has acts without a date may have been something before: that is not known.
    SELECT CASE WHEN bool_or(happened_on IS NULL) IS NOT FALSE THEN 'unknown' END INTO current_status
    FROM agreements_act WHERE agreement_id = wanted AND NOT struck_out;

    FOR act IN
        SELECT * FROM (
            SELECT kind, coalesce(first_day(happened_on), known_by) AS on_day, extends_to
            FROM agreements_act WHERE agreement_id = wanted AND NOT struck_out
            UNION ALL SELECT 'the end', 'infinity', NULL
        ) AS events
        ORDER BY on_day, array_position(ARRAY[
            'initiated', 'approved', 'signed', 'entered_into_force', 'amended', 'renewed', 'suspended', 'resumed',
            'terminated', 'the end'], kind::text), extends_to NULLS LAST
    LOOP
        IF term_end < act.on_day AND current_status IN ('signed', 'in_force', 'suspended') THEN
            IF since <= term_end THEN
                status := current_status; days := daterange(since, term_end + 1);
                RETURN NEXT;
                since := term_end + 1;
            END IF;
            current_status := 'expired';
        END IF;

        next_status := status_after(act.kind, current_status);
        IF next_status IS DISTINCT FROM current_status OR act.kind = 'the end' THEN
            IF current_status IS NOT NULL AND since < act.on_day THEN
                status := current_status;
                days := daterange(nullif(since, '-infinity'), nullif(act.on_day, 'infinity'));
                RETURN NEXT;
            END IF;
            since := act.on_day;
        END IF;
        IF act.kind = 'renewed' THEN
            term_end := CASE WHEN agreement.tacit_renewal IS NOT TRUE THEN last_day(act.extends_to) END;
        ELSIF act.kind = 'signed' AND current_status = 'expired' THEN
            term_end := NULL;
        END IF;
        current_status := next_status;
    END LOOP;
END
$$;

CREATE FUNCTION refresh_status_periods(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    DELETE FROM agreements_statusperiod WHERE agreement_id = ANY(wanted);
    INSERT INTO agreements_statusperiod (agreement_id, status, days)
    SELECT id, period.status, period.days FROM unnest(wanted) AS id, LATERAL status_periods(id) AS period
$$;

CREATE FUNCTION agreement_term_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refresh_status_periods((SELECT array_agg(id) FROM new_rows));
    ELSE
        PERFORM refresh_status_periods((
            SELECT array_agg(n.id) FROM new_rows AS n JOIN old_rows AS o USING (id)
            WHERE (n.term, n.term_ends_on, n.tacit_renewal)
                IS DISTINCT FROM (o.term, o.term_ends_on, o.tacit_renewal)
        ));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER status_on_insert AFTER INSERT ON agreements_agreement
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION agreement_term_changed();
CREATE TRIGGER status_on_update AFTER UPDATE ON agreements_agreement
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_term_changed();

CREATE FUNCTION acts_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM refresh_status_periods((SELECT array_agg(DISTINCT agreement_id) FROM new_rows));
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refresh_status_periods((SELECT array_agg(DISTINCT agreement_id) FROM old_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER status_on_insert AFTER INSERT ON agreements_act
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION acts_changed();
CREATE TRIGGER status_on_update AFTER UPDATE ON agreements_act
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION acts_changed();
CREATE TRIGGER status_on_delete AFTER DELETE ON agreements_act
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION acts_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_history")]
    operations = [migrations.RunSQL(STATUS)]
