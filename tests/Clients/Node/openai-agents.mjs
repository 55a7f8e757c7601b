import { Agent, OpenAIProvider, Runner, tool as agentsTool } from '@openai/agents';
import { description, name, parameters, run as execute } from './write-tool.mjs';

const tools = [agentsTool({ name, description, parameters, strict: true, execute })];

export async function ask({ variant, baseURL, apiKey, model, question }) {
  const modelProvider = new OpenAIProvider({ baseURL, apiKey, useResponses: variant === 'responses' });
  const runner = new Runner({ modelProvider, tracingDisabled: true });
  const run = await runner.run(new Agent({ name: 'writer', model, tools }), question, { stream: true });
  for await (const _ of run);
  await run.completed;
  if (!run.state.usage.outputTokens) throw new Error('the stream had no usage');
  return run.finalOutput;
}
