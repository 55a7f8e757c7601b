import Anthropic from '@anthropic-ai/sdk';
import * as tool from './write-tool.mjs';

const anthropic = new Anthropic();
const messages = [{ role: 'user', content: process.env.QUESTION }];
const tools = [{ name: tool.name, description: tool.description, input_schema: tool.parameters }];

async function turn() {
  const message = await anthropic.messages.stream({ model: process.env.MODEL, max_tokens: 1024, messages, tools }).finalMessage();
  messages.push({ role: 'assistant', content: message.content });
  return message;
}

try {
  let message = await turn();
  while (message.stop_reason === 'tool_use') {
    const calls = message.content.filter(block => block.type === 'tool_use');
    messages.push({ role: 'user', content: calls.map(call => ({ type: 'tool_result', tool_use_id: call.id, content: tool.run(call.input) })) });
    message = await turn();
  }
  console.log(message.content.filter(block => block.type === 'text').map(block => block.text).join(''));
} catch (error) {
  tool.fail(error);
}
