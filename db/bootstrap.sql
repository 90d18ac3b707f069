-- Run once, as a superuser, on the server that will hold the importer's database; then migrate.
-- importer_owner owns the tables, migrates them and may COPY into them; importer is whom the processes log in as:
-- row-level security binds it. NOINHERIT: it has the owner's rights only inside a transaction that says SET LOCAL ROLE.
CREATE ROLE importer_owner NOLOGIN;
CREATE ROLE importer LOGIN NOINHERIT PASSWORD :'importer_password';
GRANT importer_owner TO importer;
-- Then, in the new database:
--   GRANT CREATE, USAGE ON SCHEMA public TO importer_owner, importer;
--   GRANT CREATE, CONNECT, TEMPORARY ON DATABASE <its name> TO importer;
