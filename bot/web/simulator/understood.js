// 听懂了什么: the stages of what was said last, each message a small table.

import { element } from "/simulator/element.js";

const MOST_SHOWN = 8;

const INTENTS = {
  add: "要买", search: "问有没有", ask_price: "问价", remove: "不要了", set_quantity: "改数量", return_goods: "退货",
  browse: "看看有啥", choose: "选一个", order_status: "查货", cancel_order: "取消", delivery_mode: "自取还是送家",
  schedule: "约日子", sell: "卖东西", bind_station: "说哪村的", greet: "打招呼", help: "帮助", view_cart: "看购物车",
  clear_cart: "清空", checkout: "下单", confirm: "对", deny: "不", reorder: "照旧再来", complain: "不满意", human: "找人",
  opt_out: "退订", opt_in: "订阅", delete_data: "删资料", thanks: "谢谢", bye: "再见", unknown: "没听懂",
  arrived: "到货", handed_over: "取走", stock_in: "进货", walk_in_sale: "店里卖", order_for: "代下单", broadcast: "群发",
  jielong: "接龙", summary: "汇总", training: "学习",
  cash_taken: "收钱", cash_handed_in: "交钱", cash_balance: "问现金", count_stock: "盘点", restock: "补货", day_sheet: "今日单",
}; // prettier-ignore

const row = (name, ...content) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, ...content));

function goods({ mention, quantity, goods: found, count, near }) {
  const amount = quantity === null ? "" : ` ×${quantity}`;
  const rest = count > found.length ? ` 等${count}种` : "";
  const meant = count ? found.join("、") + rest : `店里没有${near.length ? `；最近的：${near.join("、")}` : ""}`;
  const judgement = count > 1 ? "（要问是哪种）" : "";
  return element("li", {}, element("q", {}, mention), `${amount} → ${meant}${judgement}`);
}

function act({ intent, rule, items, slots }) {
  const named = Object.entries(slots).map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : value}`);
  return element(
    "div",
    { className: "act" },
    element("b", {}, INTENTS[intent] || intent),
    element("code", {}, rule),
    named.length ? ` ${named.join("，")}` : "",
    items.length ? element("ul", {}, ...items.map(goods)) : "",
  );
}

// The newest stands open above the ones before it.
export function showStages(where, who, said, stages) {
  const rows = [
    row("写齐整", stages.normalised),
    stages.decoded !== stages.normalised && row("拼音认成字", stages.decoded),
    row("分成", stages.clauses.join(" ／ ")),
    row("意思", ...stages.acts.map(act)),
  ];
  const title = element("summary", {}, `${who}：${said}`);
  for (const earlier of where.children) earlier.open = false;
  where.prepend(
    element("details", { open: true }, title, element("table", {}, element("tbody", {}, ...rows.filter(Boolean)))),
  );
  while (where.children.length > MOST_SHOWN) where.lastChild.remove();
}
