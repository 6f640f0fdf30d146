"""Finds the page furniture (banners, subscription calls, share lines and so on) that stands in an article's text."""
