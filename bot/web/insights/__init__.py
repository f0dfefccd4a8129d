"""What merchants see of what villages buy and want, and what they offer them: over the API, as files, and as pages.

access.py      whose token it is           reports.py    the questions that can be asked, each a table
api.py         /api/v1/insights/…          files.py      a table as csv or xlsx
pages.py       /insights, with charts      charts.py     the charts, as SVG made here
signing_in.py  the merchant's cookie       proposing.py  what an offer must be before it is kept
offers.py      /insights/offers            offer_form.py what was typed in its form
"""
