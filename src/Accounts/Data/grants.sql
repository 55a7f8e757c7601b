-- {role} is the application's login role; it has the rights below and no others. A new table gives it no rights until the table is named
-- here. This file only grants, so that two versions of the service can run at the same time; a right is revoked by a migration.

-- What happened: added and read. A person is never deleted; a deleted key keeps its row.
GRANT SELECT, INSERT ON prices TO {role};

-- What has a course.
GRANT SELECT, INSERT, UPDATE ON people, api_keys, models, routes, account_limits TO {role};
GRANT SELECT, UPDATE ON catalogue_state TO {role};

-- What ends.
GRANT SELECT, INSERT, DELETE ON registration_links TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON upstreams, sessions, sign_in_attempts, security_events, password_resets, mail_outbox TO {role};
