-- How builds of one application follow each other (settings of the application, column build).
CREATE FUNCTION run_policy(a applications) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(a.build ->> 'runPolicy', 'serial-latest-only')
$$;

-- The newest later build that makes a waiting one needless, or null: with serial-latest-only what the same kind of
-- trigger brought later for the same ref, unless somebody cancelled it. What people ask for stays, and replaces nothing.
CREATE FUNCTION replaced_by(b builds) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT max(n.number) FROM builds n JOIN applications a ON a.id = n.application_id
  WHERE n.application_id = b.application_id AND n.number > b.number AND n.state <> 'cancelled'
    AND b.trigger_kind IN ('push', 'webhook') AND n.trigger_kind = b.trigger_kind
    AND n.wanted_ref IS NOT DISTINCT FROM b.wanted_ref
    AND run_policy(a) = 'serial-latest-only'
$$;
