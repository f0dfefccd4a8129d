// The village that is chosen: its code is scanned, its manager is played.

import { remember, remembered } from "/simulator/memory.js";
import { villages } from "/simulator/server.js";
import { element } from "/simulator/element.js";

export class Stations {
  constructor(changed) {
    this.select = document.querySelector("#station");
    this.words = document.querySelector("#words");
    this.found = [];
    this.changed = changed;
    this.select.addEventListener("change", () => this.choose());
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
    const before = remembered("station", null);
    if (found.some(({ code }) => code === before)) this.select.value = before;
    this.words.hidden = !more;
    this.choose();
  }

  choose() {
    if (this.chosen) remember("station", this.chosen.code);
    this.changed(this.chosen);
  }
}
