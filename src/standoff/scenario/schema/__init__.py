"""The file format of scenarios and library items, as strict models whose fields carry their own description."""

from standoff.scenario.schema.claims import ClaimBlock, DistanceCheck, FlightCheck
from standoff.scenario.schema.common import parse_duration
from standoff.scenario.schema.library import KINDS, Infrared, Interceptor, LibraryItem, Missile, Radar
from standoff.scenario.schema.moves import LaunchOrder, LaunchParameters, Order
from standoff.scenario.schema.scenario import BatteryBlock, RulesBlock, ScenarioFile, SensorBlock
from standoff.scenario.schema.site import Economy, Site

__all__ = [
    "KINDS",
    "BatteryBlock",
    "ClaimBlock",
    "DistanceCheck",
    "Economy",
    "FlightCheck",
    "Infrared",
    "Interceptor",
    "LaunchOrder",
    "LaunchParameters",
    "LibraryItem",
    "Missile",
    "Order",
    "Radar",
    "RulesBlock",
    "ScenarioFile",
    "SensorBlock",
    "Site",
    "parse_duration",
]
