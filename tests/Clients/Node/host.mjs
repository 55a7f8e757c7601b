// One Node for all scripts: a line of JSON in asks one of them, a line of JSON out is what came of it. Questions overlap.
import { createInterface } from 'node:readline';

// What an SDK prints is not an answer.
console.log = console.info = console.error;

for await (const line of createInterface({ input: process.stdin })) answer(JSON.parse(line));

async function answer({ id, script, ...settings }) {
  let said;
  try {
    const { ask } = await import(`./${script}`);
    said = { succeeded: true, text: `${await ask(settings)}` };
  } catch (error) {
    // As a person's own script would end: with what went wrong in words.
    said = { succeeded: false, text: `${error.status ?? error.statusCode ?? ''} ${error.code ?? ''} ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify({ id, ...said })}\n`);
}
