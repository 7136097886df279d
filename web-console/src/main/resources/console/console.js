// Improves pages that work without it: a log that grows by itself, and a button that copies commands.
"use strict";

const NEAR_END = 40; // px

function follow(log) {
  const state = document.querySelector("[data-log-state]");
  const events = new EventSource(log.dataset.events);
  let waiting = [];

  events.addEventListener("line", (event) => {
    if (waiting.length === 0) requestAnimationFrame(show);
    waiting.push(JSON.parse(event.data));
  });
  events.addEventListener("end", () => {
    events.close();
    if (state) state.textContent = "The log has ended.";
  });

  function show() {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    log.append(...waiting.map(line));
    waiting = [];
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
}

function line(pieces) {
  const item = document.createElement("li");
  for (const [style, text] of pieces) {
    const piece = document.createElement("span");
    if (style) piece.className = style;
    piece.textContent = text;
    item.append(piece);
  }
  return item;
}

function offerCopy(commands) {
  if (!navigator.clipboard || commands.parentElement.classList.contains("copyable")) return;
  const frame = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "copyable";
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(commands.textContent);
    button.textContent = "Copied";
  });
  commands.replaceWith(frame);
  frame.append(commands, button);
}

function enliven(part) {
  part.querySelectorAll("[data-copy]").forEach(offerCopy);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".log").forEach((log) => { log.scrollTop = log.scrollHeight; });
  document.querySelectorAll("[data-events]").forEach(follow);
  enliven(document);
});
document.addEventListener("htmx:afterSettle", () => enliven(document));
