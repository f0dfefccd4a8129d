"""Every act with what is done about it. A handler gets all neighbouring acts of its kind, at least one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers import (
    add,
    answers,
    arrived,
    basket,
    bind_station,
    broadcast,
    browse,
    cancel_order,
    counter,
    courtesy,
    day_sheet,
    delivery,
    handed_over,
    jielong,
    order_for,
    order_status,
    parcel_of,
    people,
    privacy,
    remove,
    return_goods,
    search,
    sell,
    set_quantity,
    stock,
    summary,
    teach_word,
    training,
)
from intents import acts
from intents.acts import Act

Handler = Callable[[Exchange, Any], None]

HANDLERS: dict[type[Act], Handler] = {
    acts.Add: add.add,
    acts.Search: search.search,
    acts.AskPrice: search.ask_price,
    acts.Browse: browse.browse,
    acts.Remove: remove.remove,
    acts.SetQuantity: set_quantity.set_quantity,
    acts.ViewCart: basket.view_cart,
    acts.ClearCart: basket.clear_cart,
    acts.Checkout: basket.checkout,
    acts.Reorder: basket.reorder,
    acts.Choose: answers.choose,
    acts.Confirm: answers.confirm,
    acts.Deny: answers.deny,
    acts.OrderStatus: order_status.order_status,
    acts.CancelOrder: cancel_order.cancel_order,
    acts.ReturnGoods: return_goods.return_goods,
    acts.DeliveryMode: delivery.delivery_mode,
    acts.Schedule: delivery.schedule,
    acts.BindStation: bind_station.bind_station,
    acts.Sell: sell.sell,
    acts.Complain: people.complain,
    acts.Human: people.human,
    acts.OptOut: privacy.opt_out,
    acts.OptIn: privacy.opt_in,
    acts.DeleteData: privacy.delete_data,
    acts.Greet: courtesy.greet,
    acts.Thanks: courtesy.thanks,
    acts.Bye: courtesy.bye,
    acts.Help: courtesy.help_,
    acts.Unknown: courtesy.unknown,
}
MANAGER_HANDLERS: dict[type[Act], Handler] = {
    acts.Arrived: arrived.arrived,
    acts.HandedOver: handed_over.handed_over,
    acts.ParcelOf: parcel_of.parcel_of,
    acts.Summary: summary.summary,
    acts.DaySheet: day_sheet.day_sheet,
    acts.CashTaken: counter.cash_taken,
    acts.CashHandedIn: counter.cash_handed_in,
    acts.CashBalance: counter.cash_balance,
    acts.CountStock: counter.count_stock,
    acts.Restock: counter.order_for_shelf,
    acts.AskShelf: stock.ask_shelf,
    acts.SoldOut: stock.sold_out,
    acts.OrderFor: order_for.order_for,
    acts.StockIn: stock.stock_in,
    acts.WalkInSale: stock.walk_in_sale,
    acts.Broadcast: broadcast.broadcast,
    acts.Jielong: jielong.jielong,
    acts.TeachWord: teach_word.teach_word,
    acts.Training: training.training,
}
"""Only for those who run a station; from anybody else they are not understood."""
