-- Whether the submodules of a build's commit are part of its source: what the application's source said when the build was
-- asked for. Such a build is not resolved until they were fetched too, also where its commit is known.
ALTER TABLE builds ADD COLUMN submodules boolean NOT NULL DEFAULT false;

CREATE FUNCTION wants_submodules(a applications) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(a.source #>> '{git,submodules}', a.source #>> '{push,submodules}', 'false')::boolean
$$;

-- Keys for ssh: sealed is the private one, public_key its other half, known_hosts the lines that the host is known by.
ALTER TABLE credentials
  DROP CONSTRAINT credentials_type_check,
  ADD CONSTRAINT credentials_type_check CHECK (type IN ('basic', 'token', 'ssh', 'ca')),
  ADD COLUMN public_key  text,
  ADD COLUMN known_hosts text,
  ADD CHECK ((type = 'ssh') = (public_key IS NOT NULL)),
  ADD CHECK (type = 'ssh' OR known_hosts IS NULL);
