-- "number" gives every project its block of user ids and is never given twice; subnets are.
CREATE TABLE projects (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name         text NOT NULL UNIQUE,
  display_name text,
  description  text,
  number       integer NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
  uid          bigint NOT NULL UNIQUE,
  subnet       text NOT NULL UNIQUE,
  state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleted', 'deleting')),
  version      bigint NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT now(),
  deleted_at   timestamptz
);

CREATE TABLE members (
  project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  role       text NOT NULL CHECK (role IN ('admin', 'edit', 'view')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, user_id)
);
CREATE INDEX members_user ON members (user_id);

ALTER TABLE tokens ADD FOREIGN KEY (project_id) REFERENCES projects ON DELETE CASCADE;
