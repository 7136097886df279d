-- A host belongs to the project that has a route on it: nobody else adds a path to it. Constraints see all projects.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE routes (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  name       text NOT NULL,
  host       text NOT NULL,
  path       text NOT NULL DEFAULT '/',
  targets    jsonb NOT NULL,
  generated  boolean NOT NULL DEFAULT false,
  version    bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (project_id, name),
  UNIQUE (host, path),
  EXCLUDE USING gist (host WITH =, project_id WITH <>)
);

CREATE TABLE events (
  id             bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  project_id     uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id uuid REFERENCES applications ON DELETE CASCADE,
  time           timestamptz NOT NULL DEFAULT now(),
  kind           text NOT NULL,
  subject        text NOT NULL,
  message        text NOT NULL,
  by             text NOT NULL
);
CREATE INDEX events_project ON events (project_id, id DESC);
CREATE INDEX events_application ON events (application_id, id DESC);

-- The catalogue: what a node has announced it can build with.
CREATE TABLE builders (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name        text NOT NULL,
  version     text NOT NULL,
  image       text NOT NULL,
  image_id    text NOT NULL,
  description text NOT NULL,
  tags        text[] NOT NULL DEFAULT '{}',
  detects     text[] NOT NULL DEFAULT '{}',
  UNIQUE (name, version)
);

CREATE TABLE idempotency_keys (
  user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  key        text NOT NULL,
  request    bytea NOT NULL,
  status     integer,
  location   text,
  answer     text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
