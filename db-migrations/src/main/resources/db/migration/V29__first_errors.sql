-- The line of a failed build's log that looks like the cause: its number from 1, its first byte from 0, its text. The
-- build queue writes it; null where no line does.
ALTER TABLE builds
  ADD COLUMN first_error_line   integer,
  ADD COLUMN first_error_offset bigint,
  ADD COLUMN first_error        text,
  ADD CHECK (num_nulls(first_error_line, first_error_offset, first_error) IN (0, 3));
