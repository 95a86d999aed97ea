// Adds to a page that works without it: search, counts, copying, the keyboard, and a state that
// the address keeps. Nothing here writes markup: text goes through textContent alone.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.body.dataset;
  const findings = all(".finding");
  const tabs = all(".tabs input");
  const facets = all(".facet");
  const defects = one("#defects-only");
  const search = one("#search");
  const live = one("#live");
  const texts = new Map(findings.map((finding) => [finding, finding.textContent.toLowerCase()]));

  const say = (text) => { live.textContent = text; };
  const isShown = (element) => element.getClientRects().length > 0;

  // Filters.

  const apply = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const categories = facets.filter((facet) => facet.checked).map((facet) => facet.value);
    let shown = 0;
    for (const finding of findings) {
      const text = texts.get(finding);
      const isFound = wanted.every((word) => text.includes(word));
      const isOfCategory = categories.length === 0
        || categories.some((category) => finding.classList.contains("of-" + category));
      const isDefect = !defects.checked || finding.classList.contains("has-defects");
      const isMatch = isFound && isOfCategory && isDefect;
      finding.classList.toggle("is-unmatched", !isMatch);
      if (isMatch) shown += 1;
    }
    for (const group of all(".group")) {
      group.classList.toggle("is-unmatched", !one(".finding:not(.is-unmatched)", group));
    }
    for (const tab of tabs) {
      const section = one("#state-" + tab.value);
      const total = all(".finding", section).length;
      const matching = all(".finding:not(.is-unmatched)", section).length;
      const isFiltered = matching < total;
      one(".count", tab.parentElement).textContent = isFiltered ? matching + "/" + total : String(total);
      const none = one(".unmatched", section);
      if (none) none.hidden = total === 0 || matching > 0;
    }
    say(shown < findings.length
      ? words.matches.replace("{shown}", shown).replace("{total}", findings.length)
      : "");
  };

  // The address: `#!state=…&category=…&defects=1&q=…`, or `#` and the anchor of a finding.

  const initial = tabs.find((tab) => tab.checked);
  const remember = () => {
    const state = new URLSearchParams();
    const tab = tabs.find((tab) => tab.checked);
    if (tab && tab !== initial) state.set("state", tab.value);
    for (const facet of facets) if (facet.checked) state.append("category", facet.value);
    if (defects.checked) state.set("defects", "1");
    if (search.value) state.set("q", search.value);
    const hash = state.toString();
    // Where the address cannot be changed, the page still works.
    try { history.replaceState(null, "", hash ? "#!" + hash : location.pathname + location.search); } catch { }
  };
  const changed = () => { apply(); remember(); };

  const reveal = (finding, target) => {
    const tab = tabs.find((tab) => finding.closest(".state").id === "state-" + tab.value);
    if (tab) tab.checked = true;
    if (finding.classList.contains("is-unmatched")) {
      search.value = "";
      for (const facet of facets) facet.checked = false;
      defects.checked = false;
    }
    for (let at = target; at && at !== finding; at = at.parentElement) {
      if (at.localName === "details") at.open = true;
    }
    apply();
    target.scrollIntoView({ block: "start" });
  };

  const recall = () => {
    const hash = location.hash;
    if (hash.startsWith("#!")) {
      const state = new URLSearchParams(hash.slice(2));
      const tab = tabs.find((tab) => tab.value === state.get("state")) ?? initial;
      if (tab) tab.checked = true;
      for (const facet of facets) facet.checked = state.getAll("category").includes(facet.value);
      defects.checked = state.get("defects") === "1";
      search.value = state.get("q") ?? "";
      apply();
      return;
    }
    let id = hash.slice(1);
    try { id = decodeURIComponent(id); } catch { }
    const target = id && document.getElementById(id);
    const finding = target && target.closest(".finding");
    if (finding) reveal(finding, target);
  };

  for (const input of [...tabs, ...facets, defects]) input.addEventListener("change", changed);
  search.addEventListener("input", changed);
  addEventListener("hashchange", recall);

  // Copying.

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page that is opened from a disk may not use the clipboard in some browsers.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(words.copied);
  };
  const snippetText = (snippet) => all("pre", snippet).map((line) => line.textContent).join("\n");
  for (const snippet of all("[data-copy-this]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await copy(snippetText(snippet));
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 1500);
    });
    snippet.append(button);
  }
  const findingText = (finding) => {
    const lines = [one("h4", finding).textContent.trim(), one(".where", finding).textContent.trim()];
    for (const part of all(".part", finding)) {
      lines.push("", one("h5", part).textContent);
      const content = one(".content", part).cloneNode(true);
      for (const extra of all("svg, button", content)) extra.remove();
      lines.push(content.textContent.split("\n").map((line) => line.trim()).filter(Boolean).join("\n"));
    }
    return lines.join("\n") + "\n";
  };

  // The keyboard. Single keys can be switched off, for those who dictate.

  const keys = one("#keys");
  const keysOn = one("#keys-on");
  const opener = one("#keys-open");
  try { keysOn.checked = localStorage.getItem("tollgate-keys") !== "off"; } catch { }
  keysOn.addEventListener("change", () => {
    try { localStorage.setItem("tollgate-keys", keysOn.checked ? "on" : "off"); } catch { }
  });
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());
  one("#search-box").hidden = false;

  const summaryOf = (finding) => one("summary", finding);
  const current = () => document.activeElement.closest(".finding");
  const move = (step) => {
    const shown = findings.filter(isShown);
    if (shown.length === 0) return;
    const at = shown.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : shown.length - 1) : at + step;
    const finding = shown[Math.min(Math.max(next, 0), shown.length - 1)];
    summaryOf(finding).focus();
  };
  const commands = {
    "/": () => search.focus(),
    j: () => move(1),
    k: () => move(-1),
    o: () => { const finding = current(); if (finding) { const details = one("details", finding); details.open = !details.open; } },
    c: () => { const finding = current(); if (finding) copy(findingText(finding)); },
    "?": () => keys.showModal(),
  };
  tabs.forEach((tab, number) => {
    commands[number + 1] = () => { tab.checked = true; tab.focus(); changed(); };
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysOn.checked || keys.open) return;
    const isTyping = event.target.matches("input[type=search], textarea, select");
    if (isTyping) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (Object.hasOwn(commands, event.key)) {
      event.preventDefault();
      commands[event.key]();
    }
  });

  // Older browsers print only what is open.

  addEventListener("beforeprint", () => {
    for (const details of all("details:not([open])")) {
      details.open = true;
      details.dataset.forPrint = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const details of all("[data-for-print]")) {
      details.open = false;
      delete details.dataset.forPrint;
    }
  });

  recall();
})();
