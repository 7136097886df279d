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

-- The two things a request must know of projects that it may not see; who asks holds the lock of those who make one.
CREATE FUNCTION slipway_project_exists(wanted text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM projects WHERE name = wanted)
$$;
-- A /24 of the pool that no project has: the one of the next project's number where it can be, so that the subnet of a
-- removed project rests until all have been used. Never the pool's first; null where there is none.
CREATE FUNCTION slipway_free_subnet(pool cidr) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.subnet
  FROM (SELECT 1 << (24 - masklen(pool)) AS size, last_value + is_called::integer AS next FROM projects_number_seq) p,
    generate_series(1, p.size - 1) n,
    LATERAL (SELECT set_masklen(pool::inet + n * 256::bigint, 24)::cidr::text AS subnet) s
  WHERE NOT EXISTS (SELECT FROM projects WHERE projects.subnet = s.subnet)
  ORDER BY n < p.next % p.size, n LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION slipway_project_exists, slipway_free_subnet FROM PUBLIC;
GRANT EXECUTE ON FUNCTION slipway_project_exists, slipway_free_subnet TO slipway_requests;
