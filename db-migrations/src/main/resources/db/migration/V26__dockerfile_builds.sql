-- Whether the project may build Dockerfiles, whose steps run as root. Platform administrators write it.
ALTER TABLE projects ADD COLUMN dockerfile_builds boolean NOT NULL DEFAULT false;
