-- What Git servers are shown for a project. Requests write it. url is what a credential is for: a host, or what lies below
-- a path of it. The secret is sealed as in environment_variables, bound to project, credential, version and url, so that
-- one whose url is changed in the table does not open; ca is one or more certificates in PEM, which are no secret.
CREATE TABLE credentials (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id        uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  name              text NOT NULL,
  type              text NOT NULL CHECK (type IN ('basic', 'token', 'ca')),
  url               text NOT NULL,
  username          text,
  sealed            bytea,
  secret_version    integer NOT NULL DEFAULT 1,
  secret_changed_at timestamptz NOT NULL DEFAULT now(),
  ca                text,
  version           bigint NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL DEFAULT now(),
  created_by        text NOT NULL,
  UNIQUE (project_id, name),
  CHECK ((type = 'ca') = (sealed IS NULL)),
  CHECK (type <> 'ca' OR ca IS NOT NULL)
);
ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_project ON credentials TO slipway_requests USING (project_id = slipway_project());
CREATE POLICY loops ON credentials TO slipway_loops USING (true);
