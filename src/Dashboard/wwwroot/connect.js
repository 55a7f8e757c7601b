// Listens for what a tool sends, and fills the person's key into the settings. Without it, a reload shows the same.
const page = document.getElementById("listening");
if (page) {
  // A reload of the answer to a form would make a second key.
  if (location.search === "") history.replaceState(null, "", page.dataset.address);
  listen(page);
  fillIn();
}

function listen(page) {
  const state = document.getElementById("listening-state");
  const list = document.getElementById("sightings");
  const tool = state.dataset.tool;
  const known = new Set([...list.children].map(line => line.dataset.id));
  let events;
  if (list.querySelector(".good")) return connected();
  events = new EventSource(page.dataset.events);
  events.addEventListener("open", () => { if (list.children.length === 0) page.dataset.state = "waiting"; });
  events.addEventListener("seen", event => {
    const seen = JSON.parse(event.data);
    if (known.has(seen.id)) return;
    known.add(seen.id);
    list.prepend(lineOf(seen));
    if (seen.state === "good") return connected();
    page.dataset.state = "wrong";
    state.textContent = `${tool} called, and something is to be changed. Still waiting for a call that works…`;
  });
  events.addEventListener("end", () => ended(`Nobody has listened for ${tool} for a while: the page stopped after ten minutes, or you signed out.`));
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) ended("This page does not listen: too many of your pages do, or you signed out. Look again to see what came.");
  });

  function connected() {
    events?.close();
    page.dataset.state = "good";
    state.textContent = `${tool} is connected.`;
  }

  function ended(text) {
    events.close();
    page.dataset.state = "ended";
    state.textContent = text;
  }
}

// Text only: nothing that a caller sent is read as markup.
function lineOf(seen) {
  const line = document.getElementById("sighting-template").content.firstElementChild.cloneNode(true);
  const part = name => line.querySelector(`[data-part=${name}]`);
  line.dataset.id = seen.id;
  line.className = `sighting ${seen.state}`;
  part("what").textContent = seen.what;
  part("time").textContent = seen.time;
  part("wrong").textContent = seen.wrong;
  part("place").textContent = seen.place ?? "";
  part("place").hidden = !seen.place;
  part("action").hidden = !seen.action;
  if (seen.action) {
    part("action").textContent = seen.action.text;
    part("action").href = seen.action.address;
  }
  part("address").textContent = seen.state === "good" ? "Receipt" : "What happened";
  part("address").href = seen.address;
  return line;
}

// The secret stays in this document: the field has no name and is in no form.
function fillIn() {
  const field = document.getElementById("fill");
  if (!field) return;
  const { key, placeholder } = field.dataset;
  const texts = [...document.querySelectorAll("#setup code")].map(code => [code, code.textContent]);
  field.hidden = false;
  document.getElementById("secret").addEventListener("input", event => {
    const secret = event.target.value.trim();
    const wrong = secret !== "" && !secret.startsWith(`sk-${key}`);
    document.getElementById("secret-wrong").hidden = !wrong;
    for (const [code, text] of texts) code.textContent = text.replaceAll(placeholder, () => (secret === "" || wrong ? placeholder : secret));
  });
}
