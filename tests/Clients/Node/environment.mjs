/** A client that is given nothing: it reads the variables of its vendor, before anything else runs. */
export function fromEnvironment(Client, prefix, { baseURL, apiKey }, options) {
  process.env[`${prefix}_BASE_URL`] = baseURL;
  process.env[`${prefix}_API_KEY`] = apiKey;
  return new Client(options);
}
