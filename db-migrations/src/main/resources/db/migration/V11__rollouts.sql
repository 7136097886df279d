-- plans counts the plans of the scheduler: one that was made before the last was applied is refused as a whole.
ALTER TABLE installation ADD COLUMN plans bigint NOT NULL DEFAULT 0;

-- A draining node is cordoned, and what runs on it is replaced elsewhere.
ALTER TABLE nodes ADD COLUMN draining boolean NOT NULL DEFAULT false;

-- next (the scheduler's): what to do about the cause. cancelled_by (the platform's): who asked to stop it.
ALTER TABLE deployments ADD COLUMN next text, ADD COLUMN cancelled_by text;

-- The builder that made the image, kept beyond its build.
ALTER TABLE releases ADD COLUMN builder text;
UPDATE releases r SET builder = b.builder FROM builds b
WHERE b.application_id = r.application_id AND b.number = r.build_number;
