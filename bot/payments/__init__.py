"""Paying online, where it is configured; at the station it is always possible.

contract.py       what a payment platform can do, and what it tells
signature.py      how WeChat Pay v3 signs and encrypts (the library `wechatpayv3`, the extra `pay`)
wechat_pay.py     orders, queries, refunds and bills of WeChat Pay
notification.py   what WeChat Pay pushes: verified and read
bill.py           the bill of a day, read
cashier.py        the platform and the ledger together
"""
