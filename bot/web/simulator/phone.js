// One phone: its chat, what is typed into it, and the buttons that say something by themselves.

import { counted } from "/simulator/sms.js";
import { element } from "/simulator/element.js";
import { remember, remembered } from "/simulator/memory.js";

const MOST_KEPT = 100;

const bubble = ({ whose, text, small }) =>
  element("li", { className: whose }, element("p", {}, text), small && element("small", {}, small));

export class Phone {
  constructor(name, send) {
    this.name = name;
    this.root = document.querySelector(`[data-phone="${name}"]`);
    this.chat = this.root.querySelector(".chat");
    this.form = this.root.querySelector("form");
    this.input = this.form.elements.text;
    this.output = this.form.querySelector("output");
    this.byTexts = name === "sms";
    this.open(name);
    this.queue = Promise.resolve(); // one message after another, as a thumb sends them
    this.send = send;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(this.input.value);
    });
    this.input.addEventListener("input", () => this.count());
    this.root.addEventListener("click", ({ target }) => {
      if (target.dataset.say) this.say(target.dataset.say);
      if (target.dataset.click) this.post({ click: target.dataset.click }, `［${target.textContent}］`);
    });
  }

  // Shows the chat that is kept under this name, and keeps what follows there.
  open(chatName) {
    this.chatName = chatName;
    this.kept = remembered(chatName, []);
    this.chat.replaceChildren(...this.kept.map(bubble));
    this.chat.scrollTop = this.chat.scrollHeight;
  }

  say(text) {
    const words = text.trim();
    if (!words) return;
    this.input.value = "";
    this.count();
    this.post({ text: words }, words);
  }

  post(said, shown) {
    this.bubble("mine", shown);
    this.queue = this.queue.then(async () => {
      const answer = await this.send(this, said);
      if (answer?.reply) this.heard(answer.reply, answer.parts);
    });
  }

  heard(text, parts, note = "") {
    if (parts.length < 2) this.bubble("theirs", text, note);
    else parts.forEach((part, at) => this.bubble("theirs", part, note, `第${at + 1}条，共${parts.length}条`));
  }

  bubble(whose, text, note = "", part = "") {
    const size = this.byTexts && !part ? counted(text) : "";
    const small = [part && `${part}，${text.length} 字`, size, note].filter(Boolean).join(" · ");
    this.kept = [...this.kept, { whose, text, small }].slice(-MOST_KEPT);
    remember(this.chatName, this.kept);
    this.chat.append(bubble({ whose, text, small }));
    this.chat.scrollTop = this.chat.scrollHeight;
  }

  count() {
    if (this.output) this.output.textContent = this.byTexts ? counted(this.input.value) : "";
  }

  enable(able) {
    this.root.classList.toggle("off", !able);
    for (const control of this.root.querySelectorAll("input, button")) control.disabled = !able;
  }
}
