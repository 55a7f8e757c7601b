-- The owner runs this at every start, after the migrations and before the service's grants.sql. {role} is the application's login role. Nobody
-- but the owner and this role may connect to the database, so the role of another service may not.

DO $$
DECLARE
  mark constant text := 'application role of database ' || current_database();
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
    CREATE ROLE {role};
    EXECUTE format('COMMENT ON ROLE %I IS %L', {name}, mark);
  ELSIF (SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = {name}) IS DISTINCT FROM mark THEN
    RAISE EXCEPTION 'There is a role % that this service did not make. Rename it, or give it the comment ''%'' if the service may have it', {name}, mark;
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), {name});
  EXECUTE format('REVOKE CONNECT, CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

ALTER ROLE {role} LOGIN PASSWORD {password};

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {role};


-- Its queries read some dozens of rows. Compiling one would take longer than running it, by a hundred times where a plan is dear by estimate.
ALTER ROLE {role} SET jit = off;
