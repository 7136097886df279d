-- Whether the submodules of a build's commit are part of its source: what the application's source said when the build was
-- asked for. Such a build is not resolved until they were fetched too, also where its commit is known.
ALTER TABLE builds ADD COLUMN submodules boolean NOT NULL DEFAULT false;

CREATE FUNCTION wants_submodules(a applications) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(a.source #>> '{git,submodules}', a.source #>> '{push,submodules}', 'false')::boolean
$$;
