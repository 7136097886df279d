-- Builders that administrators add to the catalogue, besides those that nodes have of their own (builders). Requests
-- write it; it is of the platform and of no tenant. images is a list of {"version", "image"}, an image being the
-- reference by which nodes look for it. One that is removed stays with removed_at, so that a build can say what became
-- of it, until the name is added again; version goes on counting then.
CREATE TABLE added_builders (
  name        text PRIMARY KEY,
  description text NOT NULL,
  tags        text[] NOT NULL,
  detects     text[] NOT NULL,
  sample      text,
  images      jsonb NOT NULL,
  version     bigint NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  created_by  text NOT NULL,
  removed_at  timestamptz
);

-- What each node found under the references of those, written by the node protocol: image_id is null where there is no
-- such image, fault says why none can be built with what was found.
CREATE TABLE node_added_builders (
  node        text NOT NULL,
  name        text NOT NULL,
  version     text NOT NULL,
  image       text NOT NULL,
  image_id    text,
  environment jsonb,
  fault       text,
  PRIMARY KEY (node, name, version)
);

-- Both together. An added builder hides what a node has of its own under the same name.
CREATE VIEW catalogue AS
  SELECT b.name, b.version, b.image, b.image_id, b.description, b.tags, b.detects, b.made, b.environment, false AS added
  FROM builders b
  WHERE NOT EXISTS (SELECT FROM added_builders a WHERE a.name = b.name AND a.removed_at IS NULL)
  UNION ALL
  SELECT a.name, i.version, i.image, coalesce(n.image_id, i.image), a.description, a.tags, a.detects,
         n.image_id IS NOT NULL, n.environment, true
  FROM added_builders a CROSS JOIN jsonb_to_recordset(a.images) AS i(version text, image text)
  LEFT JOIN LATERAL (
    SELECT o.image_id, o.environment FROM node_added_builders o
    WHERE o.name = a.name AND o.version = i.version AND o.image = i.image AND o.image_id IS NOT NULL
    ORDER BY o.node LIMIT 1) n ON true
  WHERE a.removed_at IS NULL;

-- The id of the image that assembled a build, written by the build queue at its end, and why a loop asked for a build.
ALTER TABLE builds ADD COLUMN builder_image text, ADD COLUMN trigger_cause text;
ALTER TABLE builds
  DROP CONSTRAINT builds_trigger_kind_check,
  ADD CONSTRAINT builds_trigger_kind_check CHECK (trigger_kind IN
    ('push', 'manual', 'retry', 'recovery', 'creation', 'refresh', 'upload', 'webhook', 'builder'));

-- Which builder images applications were built again for. Written by that loop in the transaction of the build, so that
-- no image is the cause of two builds of one application, however they end.
CREATE TABLE builder_rebuilds (
  application_id uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
  project_id     uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
  image_id       text NOT NULL,
  build          integer NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (application_id, image_id)
);
ALTER TABLE builder_rebuilds ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_project ON builder_rebuilds TO slipway_requests USING (project_id = slipway_project());
CREATE POLICY loops ON builder_rebuilds TO slipway_loops USING (true);

-- Applications whose current release was built with another image than the node that built it has of this builder now,
-- and nothing says that it cannot be built with that. Ids differ between engines, so other nodes do not count.
CREATE VIEW builder_changes WITH (security_invoker = true) AS
  SELECT a.id AS application_id, b.id AS build_id, b.builder, b.builder_image AS built_with, n.image_id AS present,
         b.build_version < a.build_version AS configured_anew
  FROM applications a
  JOIN releases r ON r.application_id = a.id AND r.version = a.current_release
  JOIN builds b ON b.application_id = a.id AND b.number = r.build_number
  CROSS JOIN LATERAL (
    SELECT coalesce(f.image_id, o.image_id) AS image_id
    FROM catalogue c
    LEFT JOIN node_added_builders f ON c.added AND f.node = b.node AND f.name = c.name AND f.version = c.version
      AND f.image = c.image AND f.fault IS NULL
    LEFT JOIN node_builders o ON NOT c.added AND o.node = b.node AND o.name = c.name AND o.version = c.version
      AND o.made
    WHERE c.name || ':' || c.version = b.builder) n
  WHERE n.image_id <> b.builder_image;
