import { Agent, OpenAIProvider, Runner, tool as agentsTool } from '@openai/agents';
import * as tool from './write-tool.mjs';

const tools = [agentsTool({ name: tool.name, description: tool.description, parameters: tool.parameters, strict: true, execute: tool.run })];

export async function ask({ variant, baseURL, apiKey, model, question }) {
  const runner = new Runner({ modelProvider: new OpenAIProvider({ baseURL, apiKey, useResponses: variant === 'responses' }), tracingDisabled: true });
  const run = await runner.run(new Agent({ name: 'writer', model, tools }), question, { stream: true });
  for await (const _ of run);
  await run.completed;
  if (!run.state.usage.outputTokens) throw new Error('the stream had no usage');
  return run.finalOutput;
}
