-- Builds of Git URLs and of archives. While resolved is false the commit is not known yet (commit_id is '') and nobody
-- claims the build: the fetch loop looks for wanted_ref (null: the remote's HEAD) and writes the commit. upload names
-- an archive by its content; environment is the build's own variables, sealed; context_dir wins over the application's.
ALTER TABLE builds
  DROP CONSTRAINT builds_trigger_kind_check,
  ADD CONSTRAINT builds_trigger_kind_check CHECK (trigger_kind IN
    ('push', 'manual', 'retry', 'recovery', 'creation', 'refresh', 'upload')),
  ADD COLUMN resolved    boolean NOT NULL DEFAULT true,
  ADD COLUMN wanted_ref  text,
  ADD COLUMN upload      text CHECK (upload ~ '^[0-9a-f]{64}$'),
  ADD COLUMN context_dir text,
  ADD COLUMN environment bytea;
CREATE INDEX builds_unresolved ON builds (queued_at) WHERE NOT resolved AND state = 'queued';
CREATE INDEX builds_upload ON builds (upload) WHERE upload IS NOT NULL;

-- What the refreshes of an application's Git URL found. Requests write refresh_asked, the refresh loop all else.
CREATE TABLE mirrors (
  application_id uuid PRIMARY KEY REFERENCES applications ON DELETE CASCADE,
  project_id     uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  refresh_asked  timestamptz,
  url            text,
  default_branch text,
  tip            text,
  tried_at       timestamptz,
  fetched_at     timestamptz,
  reason         text,
  message        text,
  next           text
);
ALTER TABLE mirrors ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_project ON mirrors TO slipway_requests USING (project_id = slipway_project());
CREATE POLICY loops ON mirrors TO slipway_loops USING (true);
