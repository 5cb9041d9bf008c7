"""Siting and cost: which sites a budget buys, whom they defend, and what is paid when."""
