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
