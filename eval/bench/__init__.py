"""Figures to publish: the product on public sets, and beside other systems."""
