// The village that is chosen: its code is scanned, its manager is played.

import { villages } from "/simulator/server.js";
import { element } from "/simulator/element.js";

export class Stations {
  constructor(changed) {
    this.select = document.querySelector("#station");
    this.words = document.querySelector("#words");
    this.found = [];
    this.changed = changed;
    this.select.addEventListener("change", () => changed(this.chosen));
    this.words.addEventListener("change", () => this.look(this.words.value.trim()));
  }

  get chosen() {
    return this.found.find((village) => village.code === this.select.value);
  }

  async look(words = "") {
    const { villages: found, more } = await villages(words);
    this.found = found;
    this.select.replaceChildren(
      ...found.map(({ code, name, place }) => element("option", { value: code }, `${name}（${place}）`)),
    );
    this.words.hidden = !more;
    this.changed(this.chosen);
  }
}
