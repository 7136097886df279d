-- The second net under the one place that asks "may this caller see this project?": a request's connection names its
-- caller and, once let in, its project (set_config, local to the transaction), and sees nothing else. Loops see all.
GRANT USAGE ON SCHEMA public TO slipway_requests, slipway_loops;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO slipway_requests, slipway_loops;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO slipway_requests, slipway_loops;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO slipway_requests, slipway_loops;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO slipway_requests, slipway_loops;

CREATE FUNCTION slipway_project() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('slipway.project', true), '')::uuid $$;
CREATE FUNCTION slipway_user() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('slipway.user', true), '')::uuid $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['applications', 'environment_variables', 'builds', 'releases', 'deployments', 'instances', 'routes', 'events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_project ON %I TO slipway_requests USING (project_id = slipway_project())', name);
    EXECUTE format('CREATE POLICY loops ON %I TO slipway_loops USING (true)', name);
  END LOOP;
END $$;

ALTER TABLE members ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_project ON members TO slipway_requests USING (project_id = slipway_project());
CREATE POLICY own ON members FOR SELECT TO slipway_requests USING (user_id = slipway_user());
CREATE POLICY loops ON members TO slipway_loops USING (true);

ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON projects FOR SELECT TO slipway_requests
  USING (id = slipway_project()
         OR EXISTS (SELECT FROM members m WHERE m.project_id = projects.id AND m.user_id = slipway_user())
         OR EXISTS (SELECT FROM users u WHERE u.id = slipway_user() AND u.admin));
CREATE POLICY created ON projects FOR INSERT TO slipway_requests WITH CHECK (true);
CREATE POLICY changed ON projects FOR UPDATE TO slipway_requests USING (id = slipway_project());
CREATE POLICY removed ON projects FOR DELETE TO slipway_requests USING (id = slipway_project());
CREATE POLICY loops ON projects TO slipway_loops USING (true);

-- What a request must know of projects that it may not see. Projects are made one after another: the lock is held until
-- the transaction ends, so what these two find stays true.
CREATE FUNCTION slipway_project_name_taken(wanted text) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT pg_advisory_xact_lock(x'70726f6a'::bigint);
  SELECT EXISTS (SELECT FROM projects WHERE name = wanted);
$$;
-- The lowest /24 of the pool after its first that no project has; null where there is none.
CREATE FUNCTION slipway_free_subnet(pool cidr) RETURNS text
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT pg_advisory_xact_lock(x'70726f6a'::bigint);
  SELECT subnet FROM generate_series(1, (1 << (24 - masklen(pool))) - 1) n,
    LATERAL (SELECT text(set_masklen(pool::inet + n * 256::bigint, 24)::cidr) AS subnet) s
  WHERE NOT EXISTS (SELECT FROM projects p WHERE p.subnet = s.subnet) ORDER BY n LIMIT 1;
$$;
REVOKE EXECUTE ON FUNCTION slipway_project_name_taken, slipway_free_subnet FROM PUBLIC;
GRANT EXECUTE ON FUNCTION slipway_project_name_taken, slipway_free_subnet TO slipway_requests;
