import { HumanMessage } from '@langchain/core/messages';
import { tool as langchainTool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import * as tool from './write-tool.mjs';

const tools = [langchainTool(tool.run, { name: tool.name, description: tool.description, schema: tool.parameters })];

export async function ask({ variant, baseURL, apiKey, model, question }) {
  const chat = new ChatOpenAI({ model, apiKey, configuration: { baseURL }, useResponsesApi: variant === 'responses' }).bindTools(tools);
  const messages = [new HumanMessage(question)];

  async function turn() {
    let whole;
    for await (const chunk of await chat.stream(messages)) whole = whole?.concat(chunk) ?? chunk;
    if (!whole.usage_metadata?.output_tokens) throw new Error('the stream had no usage');
    messages.push(whole);
    return whole;
  }

  let answer = await turn();
  while (answer.tool_calls.length) {
    for (const call of answer.tool_calls) messages.push(await tools[0].invoke(call));
    answer = await turn();
  }
  return answer.text;
}
