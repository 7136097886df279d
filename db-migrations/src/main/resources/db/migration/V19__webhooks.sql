ALTER TABLE builds
  DROP CONSTRAINT builds_trigger_kind_check,
  ADD CONSTRAINT builds_trigger_kind_check CHECK (trigger_kind IN
    ('push', 'manual', 'retry', 'recovery', 'creation', 'refresh', 'upload', 'webhook'));

-- What senders may ask builds of an application with. Requests write it; last_delivery is counted by deliveries. Secrets
-- are sealed as in environment_variables, bound to project, application, webhook and version; until previous_until the
-- one before counts as well, and is forgotten afterwards.
CREATE TABLE webhooks (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project_id      uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id  uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  name            text NOT NULL,
  sender          text NOT NULL CHECK (sender IN
                  ('github', 'gitlab', 'gitea', 'bitbucket', 'bitbucket-server', 'generic')),
  enabled         boolean NOT NULL DEFAULT true,
  filters         jsonb NOT NULL,
  sealed          bytea NOT NULL,
  secret_version  integer NOT NULL DEFAULT 1,
  previous_sealed bytea,
  previous_until  timestamptz,
  last_delivery   integer NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      text NOT NULL,
  rotated_at      timestamptz,
  CHECK ((previous_sealed IS NULL) = (previous_until IS NULL))
);
CREATE INDEX webhooks_application ON webhooks (application_id);
CREATE INDEX webhooks_previous ON webhooks (previous_until) WHERE previous_until IS NOT NULL;

-- The last deliveries of each application: what they said, as far as a decision needs it, and what was decided. Written
-- in the transaction of what was decided, never changed.
CREATE TABLE webhook_deliveries (
  id             bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  project_id     uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  webhook_id     uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  number         integer NOT NULL,
  received_at    timestamptz NOT NULL DEFAULT now(),
  delivery       text,
  facts          jsonb NOT NULL,
  decision       text NOT NULL CHECK (decision IN ('queued', 'refreshing', 'pong', 'skipped')),
  reason         text NOT NULL,
  message        text NOT NULL,
  build          integer,
  replay_of      integer,
  replayed_by    text,
  UNIQUE (webhook_id, number)
);
CREATE INDEX webhook_deliveries_application ON webhook_deliveries (application_id, id DESC);

-- What came already and is not taken again: digests of the sender's delivery ids, and of bodies, for 7 days.
CREATE TABLE webhook_receipts (
  project_id  uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  webhook_id  uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  kind        text NOT NULL CHECK (kind IN ('delivery', 'body')),
  digest      bytea NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (webhook_id, kind, digest)
);
CREATE INDEX webhook_receipts_age ON webhook_receipts (received_at);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['webhooks', 'webhook_deliveries', 'webhook_receipts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_project ON %I TO slipway_requests USING (project_id = slipway_project())', name);
    EXECUTE format('CREATE POLICY loops ON %I TO slipway_loops USING (true)', name);
  END LOOP;
END $$;
