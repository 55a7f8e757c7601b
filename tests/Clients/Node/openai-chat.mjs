import OpenAI from 'openai';
import * as tool from './write-tool.mjs';

const openai = new OpenAI();
const messages = [{ role: 'user', content: process.env.QUESTION }];
const tools = [{ type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.parameters } }];

async function turn() {
  const stream = openai.chat.completions.stream({ model: process.env.MODEL, messages, tools, stream_options: { include_usage: true } });
  const { choices: [{ message }], usage } = await stream.finalChatCompletion();
  if (!usage) throw new Error('the stream had no usage');
  messages.push(message);
  return message;
}

try {
  let message = await turn();
  while (message.tool_calls?.length) {
    for (const call of message.tool_calls)
      messages.push({ role: 'tool', tool_call_id: call.id, content: tool.run(JSON.parse(call.function.arguments)) });
    message = await turn();
  }
  console.log(message.content);
} catch (error) {
  tool.fail(error);
}
