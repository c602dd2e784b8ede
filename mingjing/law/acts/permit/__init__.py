"""行政许可：申请到颁证和颁证以后的变更、延续、注销；撤回、撤销。"""

from mingjing.law.acts.permit.general import PERMIT
from mingjing.law.acts.permit.undoing import UNDOING

PROCEDURES = (PERMIT, UNDOING)
