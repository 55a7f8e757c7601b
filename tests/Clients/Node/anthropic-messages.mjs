import Anthropic from '@anthropic-ai/sdk';
import { fromEnvironment } from './environment.mjs';
import * as tool from './write-tool.mjs';

const tools = [{ name: tool.name, description: tool.description, input_schema: tool.parameters }];

export async function ask({ model, question, ...settings }) {
  const anthropic = fromEnvironment(Anthropic, 'ANTHROPIC', settings);
  const messages = [{ role: 'user', content: question }];

  async function turn() {
    const message = await anthropic.messages.stream({ model, max_tokens: 1024, messages, tools }).finalMessage();
    messages.push({ role: 'assistant', content: message.content });
    return message;
  }

  let message = await turn();
  while (message.stop_reason === 'tool_use') {
    const calls = message.content.filter(block => block.type === 'tool_use');
    messages.push({ role: 'user', content: calls.map(call => ({ type: 'tool_result', tool_use_id: call.id, content: tool.run(call.input) })) });
    message = await turn();
  }
  return message.content.filter(block => block.type === 'text').map(block => block.text).join('');
}
