// Two comforts; every page works without them.
// Buttons that copy, shown only where a script runs.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const copied = await copy(source);
    button.textContent = copied ? "Copied" : "Selected";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
    tell(copied ? "Copied." : "Selected. Copy it with the keyboard.");
  });
}

// A second click on the way would make a second key.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", event => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
}

// Who writes the day of an expiry has chosen to have one.
for (const field of document.querySelectorAll("[data-chooses]"))
  field.addEventListener("input", () => { document.getElementById(field.dataset.chooses).checked = true; });

// Choices that are found while somebody types; what is ticked stays.
for (const field of document.querySelectorAll("[data-filters]")) {
  const choices = [...document.getElementById(field.dataset.filters).children];
  field.closest(".find").querySelector("button").hidden = true;
  field.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });
  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase();
    for (const choice of choices)
      choice.hidden = !choice.querySelector("input").checked && !choice.dataset.words.toLowerCase().includes(words);
    const shown = choices.filter(choice => !choice.hidden).length;
    document.getElementById(field.dataset.found).textContent = words ? `${shown} of ${choices.length} models, with those ticked` : "";
  });
}

document.getElementById("error-summary")?.focus();

// The clipboard is for secure pages only; elsewhere the text is selected, which is half the way.
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}

function tell(text) {
  let voice = document.getElementById("voice");
  if (!voice) {
    voice = document.createElement("p");
    voice.id = "voice";
    voice.className = "unseen";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = text;
}
