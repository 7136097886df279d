-- How large the files of a build's archive are, in bytes; written with the build.
ALTER TABLE builds ADD COLUMN upload_size bigint;

-- Requests write who asks for a refresh and whether a commit that is new shall be built; the refresh loop all else: the
-- tip that there was before, the build that the last refresh queued, and how many failed in a row.
ALTER TABLE mirrors
  ADD COLUMN refresh_by    text,
  ADD COLUMN refresh_build boolean NOT NULL DEFAULT true,
  ADD COLUMN tip_before    text,
  ADD COLUMN build         integer,
  ADD COLUMN failures      integer NOT NULL DEFAULT 0;
