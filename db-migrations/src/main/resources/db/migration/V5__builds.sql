-- One writer per column group: the platform writes what was asked (first group, cancel_requested),
-- the build queue what became of it (second group). lease_epoch fences a claimer that lost its lease.
CREATE TABLE builds (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id       uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id   uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  number           integer NOT NULL,
  trigger_kind     text NOT NULL CHECK (trigger_kind IN ('push', 'manual', 'retry', 'recovery')),
  trigger_by       text NOT NULL,
  commit_id        text NOT NULL,
  commit_author    text,
  commit_message   text,
  commit_ref       text,
  clean            boolean NOT NULL DEFAULT false,
  deploy           boolean NOT NULL DEFAULT true,
  build_version    bigint NOT NULL DEFAULT 1,
  cancel_requested boolean NOT NULL DEFAULT false,
  queued_at        timestamptz NOT NULL DEFAULT now(),

  state            text NOT NULL DEFAULT 'queued'
                   CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  stage            text,
  reason           text,
  message          text,
  evidence         text[] NOT NULL DEFAULT '{}',
  next             text,
  builder          text,
  image_id         text,
  image_digest     text,
  image_port       integer,
  stages           jsonb NOT NULL DEFAULT '[]',
  node             text,
  lease_epoch      integer NOT NULL DEFAULT 0,
  lease_until      timestamptz,
  started_at       timestamptz,
  finished_at      timestamptz,
  release_version  integer,
  UNIQUE (application_id, number)
);
CREATE INDEX builds_open ON builds (queued_at) WHERE state IN ('queued', 'running');
CREATE INDEX builds_unreleased ON builds (finished_at) WHERE state = 'succeeded' AND release_version IS NULL;
