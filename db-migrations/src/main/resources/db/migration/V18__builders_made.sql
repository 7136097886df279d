-- Whether the image is there, or is made by a node at its first use. Such a row has as image and image_id the tag that it
-- will have. A program before this one says nothing: what its nodes offer is there.
ALTER TABLE builders ADD COLUMN made boolean NOT NULL DEFAULT true;
ALTER TABLE node_builders ADD COLUMN made boolean NOT NULL DEFAULT true;
