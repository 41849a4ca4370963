// Keys and colours; every page works without it. `/` goes to the search box, j and k (or the arrows) from hit to hit.
"use strict";

const next = { auto: "dark", dark: "light", light: "auto" };

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function move(step) {
  const hits = [...document.querySelectorAll("[data-hit]")];
  if (!hits.length) return false;
  const at = hits.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : hits.length - 1) : Math.min(hits.length - 1, Math.max(0, at + step));
  hits[to].focus();
  hits[to].scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("[data-focus]");
  if (event.key === "Escape" && event.target === box) {
    box.blur();
  } else if (event.key === "ArrowDown" && event.target === box) {
    if (move(1)) event.preventDefault();
  } else if (typing(event.target)) {
    return;
  } else if (event.key === "/" && box) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "j" || (event.key === "ArrowDown" && event.target.matches("[data-hit]"))) {
    if (move(1)) event.preventDefault();
  } else if (event.key === "k" || (event.key === "ArrowUp" && event.target.matches("[data-hit]"))) {
    if (move(-1)) event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-theme-next]");
  if (!toggle) return;
  event.preventDefault();
  const root = document.documentElement;
  const theme = next[root.dataset.theme || "auto"];
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.submit();
});

// on a narrow screen the hits come first
if (matchMedia("(max-width: 50rem)").matches) {
  for (const each of document.querySelectorAll("[data-narrow]")) each.open = false;
}
