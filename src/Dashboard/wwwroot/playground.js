// Streams the answer and shows the price while the form is filled in. Without it, both come with the page.
const form = document.getElementById("playground");
if (form) {
  const answer = document.getElementById("answer"), calls = document.getElementById("calls");
  const receipt = document.getElementById("answer-receipt"), send = document.getElementById("send");
  let asked = 0, running = null;

  form.addEventListener("submit", event => {
    if (event.submitter !== send) return;
    event.preventDefault();
    if (running) running.abort();
    else stream();
  });

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(preview, 600);
  });
  preview();

  async function preview() {
    const mine = ++asked;
    const wasOpen = document.querySelector("#preview details")?.open;
    try {
      const got = await post("Preview");
      const text = await got.text();
      if (mine !== asked || !got.ok) return;
      const parts = new DOMParser().parseFromString(text, "text/html").body.childNodes;
      document.getElementById("preview").replaceChildren(...[...parts].map(part => document.adoptNode(part)));
      if (wasOpen) document.querySelector("#preview details")?.setAttribute("open", "");
    } catch {
      // The price is a comfort: sending says what is wrong.
    }
  }

  async function stream() {
    running = new AbortController();
    send.textContent = "Stop";
    answer.textContent = "";
    answer.classList.remove("quiet", "field-error");
    calls.replaceChildren();
    receipt.replaceChildren();
    try {
      const got = await post("Stream", running.signal);
      link(got.headers.get("x-request-id"));
      if (!got.ok) return fail(await got.text());
      if ((got.headers.get("content-type") ?? "").includes("json")) return take(JSON.parse(await got.text()), "message");
      await read(got.body.getReader());
    } catch (e) {
      if (e.name !== "AbortError") fail("The answer broke off. Its receipt says what happened.");
    } finally {
      running = null;
      send.textContent = "Send";
    }
  }

  async function read(reader) {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (!line.startsWith("data:") || line.includes("[DONE]")) continue;
        const event = JSON.parse(line.slice(5));
        if (event.error) fail(JSON.stringify(event));
        else take(event, "delta");
      }
    }
  }

  // Text only: nothing that a model says is read as markup.
  function take(event, part) {
    const said = event.choices?.[0]?.[part];
    if (!said) return;
    if (said.content) answer.append(said.content);
    for (const [place, call] of (said.tool_calls ?? []).entries()) {
      const index = call.index ?? place;
      while (calls.children.length <= index) calls.appendChild(document.createElement("li")).append(document.createElement("code"));
      const line = calls.children[index].firstChild;
      if (call.function?.name) line.dataset.name = call.function.name;
      line.dataset.arguments = (line.dataset.arguments ?? "") + (call.function?.arguments ?? "");
      line.textContent = `${line.dataset.name}(${line.dataset.arguments})`;
    }
  }

  function fail(text) {
    let message = text;
    try { message = JSON.parse(text).error.message; } catch { /* plain text */ }
    answer.classList.add("field-error");
    answer.append(message);
  }

  function link(id) {
    if (!id) return;
    const line = document.createElement("a");
    line.href = `usage/${encodeURIComponent(id)}`;
    line.textContent = "What it cost, and why";
    receipt.replaceChildren(line);
  }

  function post(handler, signal) {
    return fetch(`playground?handler=${handler}`, { method: "POST", body: new FormData(form), signal, redirect: "error" });
  }
}
