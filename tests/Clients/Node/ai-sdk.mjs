// The AI SDK with any of its providers: they differ in one line, and all else is theirs.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { isStepCount, jsonSchema, streamText } from 'ai';
import * as tool from './write-tool.mjs';

const providers = {
  'openai responses': (settings, model) => createOpenAI(settings).responses(model),
  'openai chat': (settings, model) => createOpenAI(settings).chat(model),
  'openai-compatible': (settings, model) => createOpenAICompatible({ ...settings, name: 'platform', includeUsage: true })(model),
  anthropic: (settings, model) => createAnthropic(settings)(model),
  openrouter: (settings, model) => createOpenRouter(settings).chat(model, { usage: { include: true } }),
};

const tools = { [tool.name]: { description: tool.description, inputSchema: jsonSchema(tool.parameters), execute: tool.run } };

export async function ask({ variant, baseURL, apiKey, model, question }) {
  const errors = [];
  const answer = streamText({
    model: providers[variant]({ baseURL, apiKey }, model),
    prompt: question,
    tools,
    stopWhen: isStepCount(5),
    onError: ({ error }) => errors.push(error),
  });
  let text = '';
  try {
    for await (const part of answer.textStream) text += part;
  } catch (error) {
    // The connection that breaks after an error event; what the event said has gone to onError.
    errors.push(error);
  }
  if (errors.length) throw errors[0];
  const { inputTokens, outputTokens } = await answer.usage;
  if (!inputTokens || !outputTokens) throw new Error('the stream had no usage');
  const { openrouter } = await answer.providerMetadata;
  if (openrouter && !(openrouter.usage?.cost > 0)) throw new Error('the usage had no cost');
  return text;
}
