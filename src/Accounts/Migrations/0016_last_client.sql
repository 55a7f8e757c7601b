-- What the tool that used a key last says it is (User-Agent). Anybody can send any.
ALTER TABLE api_keys ADD COLUMN last_client text;
