"""Who works where, in which role, and by which routine."""

from .account import Account, LoginAttempt
from .forwarding_target import ForwardingTarget, ForwardingTargetState
from .person import Absence, Assignment, Person, Role
from .routine import AcknowledgeRule, PriorityLevel, ReplyTemplate, UnitRoutine
from .unit import CareProvider, Channel, PoolService, Unit, UnitKind

__all__ = [
    "Absence",
    "Account",
    "AcknowledgeRule",
    "Assignment",
    "CareProvider",
    "Channel",
    "ForwardingTarget",
    "ForwardingTargetState",
    "LoginAttempt",
    "Person",
    "PoolService",
    "PriorityLevel",
    "ReplyTemplate",
    "Role",
    "Unit",
    "UnitKind",
    "UnitRoutine",
]
