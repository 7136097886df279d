-- version counts what users configure; observed_version is the version the scheduler has acted on.
CREATE TABLE applications (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id       uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  name             text NOT NULL,
  source           jsonb NOT NULL,
  builder          text,
  processes        jsonb NOT NULL,
  rollout          jsonb NOT NULL,
  build            jsonb NOT NULL,
  read_only_root   boolean NOT NULL DEFAULT false,
  paused           boolean NOT NULL DEFAULT false,
  stopped          boolean NOT NULL DEFAULT false,
  current_release  integer,
  image_version    bigint NOT NULL DEFAULT 0,
  build_version    bigint NOT NULL DEFAULT 1,
  last_build       integer NOT NULL DEFAULT 0,
  last_release     integer NOT NULL DEFAULT 0,
  last_deployment  integer NOT NULL DEFAULT 0,
  restarted_at     timestamptz,
  version          bigint NOT NULL DEFAULT 1,
  observed_version bigint NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL DEFAULT now(),
  deleted_at       timestamptz,
  purge            boolean NOT NULL DEFAULT false,
  UNIQUE (project_id, name)
);

-- Secrets are AES-256-GCM: 12 bytes nonce, then the sealed text; bound to project, application, name and version.
CREATE TABLE environment_variables (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id     uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  name           text NOT NULL,
  scope          text NOT NULL CHECK (scope IN ('all', 'build', 'run')),
  secret         boolean NOT NULL,
  value          text,
  sealed         bytea,
  secret_version integer NOT NULL DEFAULT 1,
  UNIQUE (application_id, name),
  CHECK (secret = (sealed IS NOT NULL) AND secret = (value IS NULL))
);
