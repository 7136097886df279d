-- Which images and networks are on which node, and what a node is asked to do with them (ADR 0013).
--
-- A restore raises the incarnation; when it did, tells for how long nothing is ended that the restored rows do not know.
ALTER TABLE installation ADD COLUMN incarnation_at timestamptz NOT NULL DEFAULT now();
CREATE FUNCTION slipway_incarnation_raised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.incarnation <> OLD.incarnation THEN NEW.incarnation_at := now(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER incarnation_raised BEFORE UPDATE ON installation
  FOR EACH ROW EXECUTE FUNCTION slipway_incarnation_raised();

-- Written by the upkeep loop, as is image_digest: the image fell out of the history and its removal has been ordered.
ALTER TABLE releases ADD COLUMN image_gone_at timestamptz;
CREATE INDEX releases_image ON releases (image_id);

-- Written by the node protocol. trouble null: well, or from a node that does not say. inventory_at null: it never said
-- what it holds, so nothing is concluded from what is not in the tables below.
ALTER TABLE nodes ADD COLUMN trouble text, ADD COLUMN disk_percent integer, ADD COLUMN inventory_at timestamptz;

-- unneeded_since and everything of node_orders belong to the upkeep loop, the rest to the node protocol; the build
-- queue adds the image of a build that just ended, which no inventory has named yet (reported false).
CREATE TABLE node_images (
  node           text NOT NULL,
  image_id       text NOT NULL,
  engine         boolean NOT NULL,
  digest         text,
  build          text,
  builder        text,
  bytes          bigint NOT NULL DEFAULT 0,
  reported       boolean NOT NULL DEFAULT true,
  first_seen     timestamptz NOT NULL DEFAULT now(),
  unneeded_since timestamptz,
  PRIMARY KEY (node, image_id)
);
CREATE INDEX node_images_image ON node_images (image_id);

CREATE TABLE node_networks (
  node           text NOT NULL,
  number         integer NOT NULL,
  unneeded_since timestamptz,
  PRIMARY KEY (node, number)
);

CREATE TABLE node_builders (
  node     text NOT NULL,
  name     text NOT NULL,
  version  text NOT NULL,
  image_id text NOT NULL,
  PRIMARY KEY (node, name, version)
);

-- subject is an image id or a project's number. Orders of another incarnation are not given.
CREATE TABLE node_orders (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  node        text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('store', 'unload', 'remove', 'remove_network')),
  subject     text NOT NULL,
  incarnation bigint NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (node, kind, subject)
);
