import Anthropic from '@anthropic-ai/sdk';
import * as tool from './write-tool.mjs';

try {
  const anthropic = new Anthropic();
  const { input_tokens } = await anthropic.messages.countTokens({ model: process.env.MODEL, messages: [{ role: 'user', content: process.env.QUESTION }] });
  const models = [];
  for await (const model of anthropic.models.list({ limit: 5 })) models.push(model.id);
  console.log(JSON.stringify({ tokens: input_tokens, listed: models.includes(process.env.MODEL), twice: new Set(models).size !== models.length }));
} catch (error) {
  tool.fail(error);
}
