-- A session of the console is a token of another kind, which also ends when it is not used for a while.
ALTER TABLE tokens ADD COLUMN kind text NOT NULL DEFAULT 'token' CHECK (kind IN ('token', 'session'));
