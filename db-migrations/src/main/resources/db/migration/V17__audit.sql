-- Who did what to which noun, when, with which outcome. Requests write it, in the transaction of what they change; nobody
-- changes it, and it is forgotten by age only. Names instead of references: it outlives what it tells of.
CREATE TABLE audit_events (
  id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  time        timestamptz NOT NULL DEFAULT clock_timestamp(),
  request     text NOT NULL,
  user_id     uuid,
  user_name   text,
  method      text NOT NULL CHECK (method IN ('none', 'password', 'token', 'session')),
  token_id    uuid,
  address     text NOT NULL,
  forwarded   text,
  agent       text,
  operation   text NOT NULL,
  kind        text NOT NULL,
  subject     text NOT NULL,
  project     text,
  application text,
  fields      text[] NOT NULL DEFAULT '{}',
  outcome     text NOT NULL CHECK (outcome IN ('done', 'repeated', 'refused', 'failed')),
  code        text
);
CREATE INDEX audit_events_time ON audit_events (time);
CREATE INDEX audit_events_user ON audit_events (user_name, id DESC);
CREATE INDEX audit_events_project ON audit_events (project, id DESC);

REVOKE UPDATE, DELETE ON audit_events FROM slipway_requests, slipway_loops;
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY written ON audit_events FOR INSERT TO slipway_requests, slipway_loops WITH CHECK (true);
CREATE POLICY administrators ON audit_events FOR SELECT TO slipway_requests
  USING (EXISTS (SELECT FROM users u WHERE u.id = slipway_user() AND u.admin));
CREATE POLICY loops ON audit_events FOR SELECT TO slipway_loops USING (true);

-- Never what is younger than 30 days, whatever is asked.
CREATE FUNCTION slipway_forget_audit(days integer) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM audit_events WHERE time < now() - make_interval(days => greatest(days, 30))
$$;
REVOKE EXECUTE ON FUNCTION slipway_forget_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION slipway_forget_audit TO slipway_loops;
