// The one tool of these scripts, and what running it answers.
import { writeFileSync } from 'node:fs';

export const name = 'write_file';
export const description = 'Writes a file.';
export const parameters = {
  type: 'object',
  properties: { path: { type: 'string' }, content: { type: 'string' } },
  required: ['path', 'content'],
  additionalProperties: false,
};

export function run({ path, content }) {
  writeFileSync(path, content);
  return `wrote ${path}`;
}

/** Ends as a person's own script would: what went wrong in words, and an exit code. */
export function fail(error) {
  console.error(`${error.status ?? ''} ${error.code ?? ''} ${error.message}`);
  process.exit(1);
}
