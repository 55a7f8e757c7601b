import OpenAI from 'openai';
import { fromEnvironment } from './environment.mjs';

export async function ask({ model, question, ...settings }) {
  // No encoding_format: the SDK asks for base64 and makes numbers of it.
  const { data, usage } = await fromEnvironment(OpenAI, 'OPENAI', settings).embeddings.create({ model, input: [question, 'and another'] });
  const [{ embedding }] = data;
  return JSON.stringify({ vectors: data.length, dimensions: embedding.length, finite: embedding.every(Number.isFinite), tokens: usage.prompt_tokens });
}
