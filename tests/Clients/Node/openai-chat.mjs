import OpenAI from 'openai';
import { fromEnvironment } from './environment.mjs';
import * as tool from './write-tool.mjs';

const tools = [{ type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.parameters } }];

export async function ask({ model, question, ...settings }) {
  const openai = fromEnvironment(OpenAI, 'OPENAI', settings);
  const messages = [{ role: 'user', content: question }];

  async function turn() {
    const stream = openai.chat.completions.stream({ model, messages, tools, stream_options: { include_usage: true } });
    const { choices: [{ message }], usage } = await stream.finalChatCompletion();
    if (!usage) throw new Error('the stream had no usage');
    messages.push(message);
    return message;
  }

  let message = await turn();
  while (message.tool_calls?.length) {
    for (const call of message.tool_calls)
      messages.push({ role: 'tool', tool_call_id: call.id, content: tool.run(JSON.parse(call.function.arguments)) });
    message = await turn();
  }
  return message.content;
}
