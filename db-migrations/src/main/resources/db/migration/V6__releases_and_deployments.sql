-- A release never changes. Its environment is kept sealed as one text, names and secret versions in the clear.
CREATE TABLE releases (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id     uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  version        integer NOT NULL,
  image_id       text NOT NULL,
  image_digest   text,
  build_number   integer,
  commit_id      text,
  environment    jsonb NOT NULL,
  sealed         bytea NOT NULL,
  processes      jsonb NOT NULL,
  read_only_root boolean NOT NULL DEFAULT false,
  cause          text NOT NULL,
  created_by     text NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (application_id, version)
);

CREATE TABLE deployments (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id       uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id   uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  number           integer NOT NULL,
  release_version  integer NOT NULL,
  previous_version integer,
  strategy         text NOT NULL CHECK (strategy IN ('rolling', 'recreate')),
  created_by       text NOT NULL,
  deadline_at      timestamptz NOT NULL,
  cancel_requested boolean NOT NULL DEFAULT false,
  created_at       timestamptz NOT NULL DEFAULT now(),

  state            text NOT NULL DEFAULT 'pending'
                   CHECK (state IN ('pending', 'rolling', 'succeeded', 'failed', 'cancelled')),
  rolled_back_to   integer,
  cause_code       text,
  cause_message    text,
  evidence         text[] NOT NULL DEFAULT '{}',
  started_at       timestamptz,
  finished_at      timestamptz,
  UNIQUE (application_id, number)
);
-- At most one deployment of an application is under way; a newer one supersedes it first.
CREATE UNIQUE INDEX deployments_active ON deployments (application_id) WHERE state IN ('pending', 'rolling');
