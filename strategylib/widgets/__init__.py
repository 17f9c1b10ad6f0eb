"""The apps' screens: view models (what is shown) and views (how it is drawn)."""

from strategylib.widgets.coding import Bench, bench
from strategylib.widgets.facilitator import FacilitatorApp, facilitator_app
from strategylib.widgets.leader import LeaderApp, leader_app

__all__ = ["Bench", "FacilitatorApp", "LeaderApp", "bench", "facilitator_app", "leader_app"]
