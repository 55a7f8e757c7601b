import Anthropic from '@anthropic-ai/sdk';
import { fromEnvironment } from './environment.mjs';

export async function ask({ model, question, ...settings }) {
  const anthropic = fromEnvironment(Anthropic, 'ANTHROPIC', settings);
  const { input_tokens } = await anthropic.messages.countTokens({ model, messages: [{ role: 'user', content: question }] });
  const models = [];
  for await (const { id } of anthropic.models.list({ limit: 5 })) models.push(id);
  return JSON.stringify({ tokens: input_tokens, listed: models.includes(model), twice: new Set(models).size !== models.length });
}
