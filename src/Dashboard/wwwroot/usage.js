// New rows of the log appear by themselves while the page is in view. Without it, a reload shows the same.
const live = document.getElementById("live");
if (live) {
  const rows = new URL(live.dataset.rows, location.href);
  rows.searchParams.set("handler", "Rows");
  live.hidden = false;
  let failures = 0, count = 0;
  const known = () => new Set([...document.querySelectorAll("#usage-log tbody tr")].map(row => row.dataset.id));
  const look = async () => {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(rows, { headers: { accept: "text/html" }, redirect: "error" });
        if (!answer.ok) throw new Error(answer.status);
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
        failures = 0;
      } catch {
        failures += 1;
      }
    }
    if (failures < 5) setTimeout(look, 2000 * (1 + failures));
    else say("Not live any more. Reload the page to see what is new.", true);
  };
  setTimeout(look, 2000);

  function show(document_) {
    const body = document.querySelector("#usage-log tbody");
    const before = known();
    const fresh = [...document_.querySelectorAll("#usage-log tbody tr")].filter(row => !before.has(row.dataset.id));
    // The focus stays where it is: rows are put in front, and none is replaced.
    for (const row of fresh.reverse()) {
      row.classList.add("fresh");
      body.prepend(document.adoptNode(row));
    }
    if (fresh.length === 0) return;
    count += fresh.length;
    say(count === 1 ? "1 new request. Reload for the sums." : `${count} new requests. Reload for the sums.`, false);
  }

  function say(text, ended) {
    document.getElementById("live-text").textContent = text;
    live.classList.toggle("ended", ended);
  }
}
