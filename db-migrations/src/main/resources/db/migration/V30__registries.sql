-- How the engines of nodes sign in at registries for builder images that builds pull. Requests write it; it is of the
-- platform and of no tenant. host is that of references, with a port where they have one. The password is sealed as in
-- credentials, bound to host, username and version, so that one moved to another registry does not open.
CREATE TABLE registries (
  host           text PRIMARY KEY,
  username       text NOT NULL,
  sealed         bytea NOT NULL,
  version        bigint NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT now(),
  created_by     text NOT NULL,
  changed_at     timestamptz NOT NULL DEFAULT now()
);
