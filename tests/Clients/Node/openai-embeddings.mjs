import OpenAI from 'openai';
import * as tool from './write-tool.mjs';

try {
  // No encoding_format: the SDK asks for base64 and makes numbers of it.
  const { data, usage } = await new OpenAI().embeddings.create({ model: process.env.MODEL, input: [process.env.QUESTION, 'and another'] });
  console.log(JSON.stringify({ vectors: data.length, dimensions: data[0].embedding.length, finite: data[0].embedding.every(Number.isFinite), tokens: usage.prompt_tokens }));
} catch (error) {
  tool.fail(error);
}
