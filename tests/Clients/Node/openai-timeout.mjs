import OpenAI from 'openai';
import { fromEnvironment } from './environment.mjs';

export async function ask({ model, question, ...settings }) {
  // It waits this long for the headers of an answer, and no longer.
  const openai = fromEnvironment(OpenAI, 'OPENAI', settings, { timeout: 2000, maxRetries: 0 });
  const stream = await openai.chat.completions.create({ model, messages: [{ role: 'user', content: question }], stream: true });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
  return text;
}
