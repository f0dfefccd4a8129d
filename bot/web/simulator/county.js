// The county's strip: how the newest order stands, and where it can be brought now.

import { move } from "/simulator/server.js";

const STANDS = {
  placed: "刚下单", packed: "装好箱了", at_county: "到县里了", in_transit: "在往村里送的车上", at_station: "到站了，等着取",
  collected: "取走了", out_for_delivery: "正往家里送", delivered: "送到家了", installed: "装好了", cancelled: "取消了",
  return_requested: "要退货", returned: "退回来了", refunded: "钱退了",
}; // prettier-ignore

export class County {
  constructor(station, failed) {
    this.text = document.querySelector("#order");
    this.buttons = document.querySelectorAll("#moves button");
    this.order = null;
    for (const button of this.buttons) {
      button.addEventListener("click", async () => {
        try {
          this.show(await move({ number: this.order.number, to: button.dataset.move, station: station() || null }));
        } catch (error) {
          failed(error);
        }
      });
    }
    this.show(null);
  }

  show(order) {
    this.order = order;
    this.text.textContent = order
      ? `单号${order.number}（${order.slip}号）${order.recipient}　${order.goods}　${STANDS[order.status]}`
      : "还没有单子。";
    for (const button of this.buttons) {
      const able = Boolean(order?.moves.includes(button.dataset.move));
      button.disabled = !able;
      button.hidden = !able && ["installed", "cancelled", "returned", "refunded"].includes(button.dataset.move);
    }
  }
}
