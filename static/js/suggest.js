/* Names as one types: a combobox with a list (ARIA 1.2) on every input that names its source in data-suggestions.

   data-suggestions  the address that answers ?q= with { status, suggestions: [{ name, language, kind, note, address }] }
   data-choose       "go" follows the chosen name's address; "fill" writes the name into the box

   Without this script the box is a plain box of a plain form. */
"use strict";

const PAUSE = 120; // milliseconds after the last key

let lists = 0;

function combobox(input) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const box = document.createElement("div");
  let asking = null;
  let waiting = 0;
  let active = -1;
  let found = [];

  list.id = `suggestions-${++lists}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0] ? input.labels[0].textContent : "");
  status.className = "hidden";
  status.setAttribute("role", "status");
  box.className = "suggest";
  input.replaceWith(box);
  box.append(input, list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    found = [];
    activate(-1);
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function activate(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = list.children[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function choose(place) {
    const { name, address } = found[place];
    input.value = name;
    close();
    if (input.dataset.choose === "go") {
      location.assign(address);
    }
  }

  function option(suggestion, place) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    const note = document.createElement("span");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    name.textContent = suggestion.name;
    name.dir = "auto";
    if (suggestion.language) {
      name.lang = suggestion.language;
    }
    note.textContent = [suggestion.kind, suggestion.note].filter(Boolean).join(" · ");
    item.append(name, " ", note);
    // Before the box loses the focus, and with it the list
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(place));
    return item;
  }

  async function ask() {
    const text = input.value.trim();
    if (!text) {
      close();
      return;
    }
    asking?.abort();
    asking = new AbortController();
    const address = new URL(input.dataset.suggestions, location.href);
    address.searchParams.set("q", text);
    try {
      const response = await fetch(address, { signal: asking.signal });
      const answer = response.ok ? await response.json() : { status: "", suggestions: [] };
      if (document.activeElement !== input) {
        return;
      }
      activate(-1);
      found = answer.suggestions;
      list.replaceChildren(...found.map(option));
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
      status.textContent = answer.status;
    } catch (error) {
      if (error.name !== "AbortError") {
        close(); // the form still works
      }
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      ask();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.hidden) {
        event.preventDefault();
        // Past either end is the box itself
        const step = event.key === "ArrowDown" ? 1 : -1;
        activate(((active + 1 + step + found.length + 1) % (found.length + 1)) - 1);
      }
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
}

document.querySelectorAll("input[data-suggestions]").forEach(combobox);
