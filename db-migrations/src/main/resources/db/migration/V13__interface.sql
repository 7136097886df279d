-- Answers kept for who repeats a request (ADR 0014). Bodies are sealed, for the one of POST /tokens holds a token; the
-- column "answer" stays empty.
ALTER TABLE idempotency_keys ADD COLUMN sealed bytea, ADD COLUMN tag text;
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- id is given when an event is written, and transactions commit in another order; position is given when it can be
-- read, so that whoever has read up to one has missed nothing before it (ADR 0014).
CREATE SEQUENCE events_position;
ALTER TABLE events ADD COLUMN position bigint;
CREATE INDEX events_unplaced ON events (project_id) WHERE position IS NULL;
CREATE UNIQUE INDEX events_project_position ON events (project_id, position DESC);
CREATE INDEX events_application_position ON events (application_id, position DESC);

-- What a builder image itself sets, for the effective environment of what it builds; null where its node did not say.
ALTER TABLE builders ADD COLUMN environment jsonb;
