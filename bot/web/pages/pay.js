// Inside WeChat the page calls up paying itself; anywhere else the code is paid by.
"use strict";
const button = document.getElementById("pay");
const own = JSON.parse(button.dataset.pay);

function ready() {
  if (!own.paySign) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    window.WeixinJSBridge.invoke("getBrandWCPayRequest", own, (result) => {
      const paid = result.err_msg === "get_brand_wcpay_request:ok";
      document.getElementById("said").textContent = paid ? "付好了，到账会告诉您。" : "没有付成，可以再点一次。";
      button.hidden = paid;
    });
  });
}
if (window.WeixinJSBridge) ready();
else document.addEventListener("WeixinJSBridgeReady", ready);
