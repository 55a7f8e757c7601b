import OpenAI from 'openai';
import { fromEnvironment } from './environment.mjs';
import * as tool from './write-tool.mjs';

const tools = [{ type: 'function', name: tool.name, description: tool.description, parameters: tool.parameters, strict: true }];

export async function ask({ model, question, ...settings }) {
  const openai = fromEnvironment(OpenAI, 'OPENAI', settings);
  const input = [{ role: 'user', content: question }];

  async function turn() {
    const response = await openai.responses.stream({ model, input, tools, store: false }).finalResponse();
    if (response.status !== 'completed' || !response.usage) throw new Error(`the response is ${response.status}: ${response.error?.message}`);
    input.push(...response.output);
    return response;
  }

  let response = await turn();
  for (let calls; (calls = response.output.filter(item => item.type === 'function_call')).length;) {
    for (const call of calls)
      input.push({ type: 'function_call_output', call_id: call.call_id, output: tool.run(JSON.parse(call.arguments)) });
    response = await turn();
  }
  return response.output_text;
}
