import OpenAI from 'openai';
import * as tool from './write-tool.mjs';

// It waits this long for the headers of an answer, and no longer.
const openai = new OpenAI({ timeout: 2000, maxRetries: 0 });

try {
  const stream = await openai.chat.completions.create({ model: process.env.MODEL, messages: [{ role: 'user', content: process.env.QUESTION }], stream: true });
  let text = '';
  for await (const chunk of stream)
    text += chunk.choices[0]?.delta?.content ?? '';
  console.log(text);
} catch (error) {
  tool.fail(error);
}
