// Wires the phones, the county and the stages together, and asks for news.

import { County } from "/simulator/county.js";
import { element } from "/simulator/element.js";
import { forgetAll, remember, remembered } from "/simulator/memory.js";
import { Phone } from "/simulator/phone.js";
import { beginAnew, news, say } from "/simulator/server.js";
import { Stations } from "/simulator/stations.js";
import { showStages } from "/simulator/understood.js";

const NEWS_EVERY_MS = 1500;
const NEVER_CAME = { failed: "没发出去", uncertain: "不知到没到", cancelled: "没发" };
const WHO = { wechat: "微信", sms: "短信", manager: "站长" };
const KEYS = ["1", "2 abc", "3 def", "4 ghi", "5 jkl", "6 mno", "7 pqrs", "8 tuv", "9 wxyz", "*", "0", "#"];

const trouble = document.querySelector("#trouble");
const by = document.querySelector("#by");
const stages = document.querySelector("#stages");

function failed(error) {
  trouble.textContent = `出错了：${error.message}`;
  trouble.hidden = false;
}

async function send(phone, said) {
  try {
    const manager = phone.name === "manager" ? { station: stations.chosen?.code, by: by.value } : {};
    const answer = await say({ phone: phone.name, ...said, ...manager });
    if (answer.understood) showStages(stages, WHO[phone.name], said.text, answer.understood);
    trouble.hidden = true;
    return answer;
  } catch (error) {
    failed(error);
    return null;
  }
}

const phones = Object.fromEntries(["wechat", "sms", "manager"].map((name) => [name, new Phone(name, send)]));
const stations = new Stations(chosen);
const county = new County(() => stations.chosen?.code, failed);

function chosen(village) {
  document.querySelector("#manager").textContent = village?.manager ?? "";
  for (const option of by.options) option.disabled = !village?.manager_by.includes(option.value);
  by.value = village?.manager_by[0] ?? "wechat";
  by.dispatchEvent(new Event("change"));
  phones.manager.enable(Boolean(village?.manager_by.length));
  phones.manager.open(`manager ${village?.code ?? ""}`);
}

by.addEventListener("change", () => {
  phones.manager.byTexts = by.value === "sms";
  phones.manager.count();
});

document.querySelector("[data-scan]").addEventListener("click", () => {
  const village = stations.chosen;
  if (village) phones.wechat.post({ scan: village.code }, `［扫码：${village.name}］`);
});

document.querySelector("[data-village]").addEventListener("click", () => {
  const village = stations.chosen;
  if (village) phones.sms.say(`我是${village.place}的`);
});

document.querySelector("#anew").addEventListener("click", async () => {
  try {
    await beginAnew();
    forgetAll();
    location.reload();
  } catch (error) {
    failed(error);
  }
});

for (const key of KEYS) {
  const [digit, letters] = key.split(" ");
  const button = element("button", { type: "button" }, digit, letters && element("small", {}, letters));
  button.addEventListener("click", () => {
    phones.sms.input.value += digit;
    phones.sms.count();
  });
  document.querySelector(".keys").append(button);
}

// A letter may be told of more than once: it is shown once.
let { after, shown } = remembered("letters", { after: null, shown: [] });
let outOfReach = false;

async function lookForNews() {
  try {
    show(await news(after, stations.chosen?.code ?? ""));
    if (outOfReach) trouble.hidden = true;
    outOfReach = false;
  } catch (error) {
    outOfReach = true;
    failed(error);
  }
  setTimeout(lookForNews, NEWS_EVERY_MS);
}

function show(told) {
  county.show(told.order);
  for (const letter of told.letters.filter(({ id }) => !shown.includes(id))) {
    phones[letter.phone].heard(letter.text, letter.parts, NEVER_CAME[letter.status]);
  }
  after = told.after;
  shown = told.letters.map(({ id }) => id);
  remember("letters", { after, shown });
}

await stations.look().catch(failed);
lookForNews();
