"""行政处罚：普通程序和简易程序。"""

from mingjing.law.acts.penalty.ordinary import ORDINARY
from mingjing.law.acts.penalty.summary import SUMMARY

PROCEDURES = (ORDINARY, SUMMARY)
