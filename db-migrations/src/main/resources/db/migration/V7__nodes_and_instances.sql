CREATE TABLE nodes (
  id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name               text NOT NULL UNIQUE,
  state              text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'lost')),
  cordoned           boolean NOT NULL DEFAULT false,
  cpu_millis         integer NOT NULL,
  memory_bytes       bigint NOT NULL,
  labels             jsonb NOT NULL DEFAULT '{}',
  engine             text NOT NULL,
  agent_version      text NOT NULL,
  assignment_version bigint NOT NULL DEFAULT 0,
  assignment_hash    text NOT NULL DEFAULT '',
  observed_version   bigint NOT NULL DEFAULT 0,
  heartbeat_at       timestamptz NOT NULL DEFAULT now(),
  created_at         timestamptz NOT NULL DEFAULT now()
);

-- The scheduler writes the first group and the states pending, assigned and stopping; what a node reports is the second.
CREATE TABLE instances (
  id              text PRIMARY KEY,
  project_id      uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id  uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  process         text NOT NULL,
  release_version integer NOT NULL,
  node            text,
  cpu_millis      integer NOT NULL,
  memory_bytes    bigint NOT NULL,
  restarts        integer NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL DEFAULT now(),
  stop_reason     text,

  state           text NOT NULL DEFAULT 'pending'
                  CHECK (state IN ('pending', 'assigned', 'starting', 'running', 'stopping', 'stopped', 'failed', 'lost')),
  ready           boolean NOT NULL DEFAULT false,
  address         text,
  port            integer,
  container       text,
  reason          text,
  message         text,
  evidence        text[] NOT NULL DEFAULT '{}',
  exit_code       integer,
  started_at      timestamptz,
  ready_at        timestamptz,
  finished_at     timestamptz,
  observed_at     timestamptz
);
CREATE INDEX instances_application ON instances (application_id, state);
CREATE INDEX instances_node ON instances (node) WHERE state NOT IN ('stopped', 'failed', 'lost');
