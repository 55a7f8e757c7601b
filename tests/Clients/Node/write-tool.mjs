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
