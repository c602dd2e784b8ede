"""行政处罚：普通程序、简易程序和旧案补录。"""

from mingjing.law.acts.penalty.history import HISTORY
from mingjing.law.acts.penalty.ordinary import ORDINARY
from mingjing.law.acts.penalty.summary import SUMMARY

PROCEDURES = (ORDINARY, SUMMARY, HISTORY)
