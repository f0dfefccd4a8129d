// Asks before what cannot be taken back, and lets nobody press twice.
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.ask && !window.confirm(form.dataset.ask)) {
    event.preventDefault();
    return;
  }
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  const chat = document.getElementById("chat");
  if (chat) chat.scrollTop = chat.scrollHeight;
});
