"""`cunkou doctor`: looks at everything a shop stands on, and says of each what is wrong and what to do.

It changes nothing: no secret is made up, no file written, nobody sent to. One subject a file; `examination.py` has them all.
"""

from bot.doctor.examination import examine
from bot.doctor.finding import Finding

__all__ = ["Finding", "examine"]
