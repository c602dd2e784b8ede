"""行政强制：强制措施（查封、扣押、冻结），强制执行，代履行，申请人民法院强制执行。"""

from mingjing.law.acts.compulsion.court import COURT
from mingjing.law.acts.compulsion.execution import EXECUTION
from mingjing.law.acts.compulsion.measure import MEASURE
from mingjing.law.acts.compulsion.substitute import SUBSTITUTE

PROCEDURES = (MEASURE, EXECUTION, SUBSTITUTE, COURT)
