-- The directory of the source that a build takes for the application, "" for all of it: what the build or the
-- application said, or what was found where neither said anything. Preparing the build writes it.
ALTER TABLE builds ADD COLUMN directory text;
