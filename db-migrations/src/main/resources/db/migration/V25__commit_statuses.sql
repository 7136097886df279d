-- What the places where commits live were told of builds, written by the loop that tells them. What is to be told is the
-- build's own row: told and tried are states of it, error why it was not told. A row goes with its build.
CREATE TABLE commit_statuses (
  build_id   uuid PRIMARY KEY REFERENCES builds ON DELETE CASCADE,
  project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  told       text,
  tried      text NOT NULL,
  tries      integer NOT NULL,
  next_at    timestamptz NOT NULL,
  error      text
);
ALTER TABLE commit_statuses ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_project ON commit_statuses TO slipway_requests USING (project_id = slipway_project());
CREATE POLICY loops ON commit_statuses TO slipway_loops USING (true);
