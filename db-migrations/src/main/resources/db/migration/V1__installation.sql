-- Two ways in: requests see one project at a time (row-level security, V9), loops see everything.
-- Both are group roles; a connection takes its role with SET ROLE (ADR 0004).
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'slipway_requests') THEN CREATE ROLE slipway_requests NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'slipway_loops') THEN CREATE ROLE slipway_loops NOLOGIN; END IF;
  EXECUTE format('GRANT slipway_requests, slipway_loops TO %I', current_user);
END $$;

-- The incarnation tells agents that the database they hear from is the one that placed their instances;
-- a restore raises it.
CREATE TABLE installation (
  singleton   boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  incarnation bigint NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now()
);
INSERT INTO installation DEFAULT VALUES;
