"""The apps' screens: view models (what is shown) and views (how it is drawn)."""

from strategylib.widgets.leader import LeaderApp, leader_app

__all__ = ["LeaderApp", "leader_app"]
