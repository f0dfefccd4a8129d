// New alerts while the page is open: counted in the tab, told above, listed where the list is.
"use strict";
(() => {
  const news = document.getElementById("news");
  if (!news || !window.EventSource) return;
  const badge = document.getElementById("unseen");
  const list = document.getElementById("alerts");
  const after = news.dataset.after;
  const source = new EventSource(`${news.dataset.events}&after=${after}`);

  const add = (alert) => {
    const item = document.getElementById("alert").content.cloneNode(true).firstElementChild;
    item.dataset.alert = alert.id;
    item.querySelector(".tag").textContent = alert.kind;
    item.querySelector(".tag").classList.add(alert.level);
    item.querySelector(".text").textContent = alert.text;
    item.querySelector("input[name=alert]").value = alert.id;
    list.prepend(item);
    document.getElementById("none").hidden = true;
    const all = document.getElementById("all");
    all.hidden = false;
    all.elements.newest.value = Math.max(all.elements.newest.value, alert.id);
  };

  source.addEventListener("alert", (event) => {
    const alert = JSON.parse(event.data);
    if (document.querySelector(`[data-alert="${Number(alert.id)}"]`)) return;
    badge.textContent = Number(badge.textContent) + 1;
    badge.hidden = false;
    if (list) {
      add(alert);
    } else {
      news.querySelector("span").textContent = alert.text;
      news.hidden = false;
    }
  });
})();
