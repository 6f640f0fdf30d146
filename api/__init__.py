"""HTTP only: schemas, routes, errors to statuses."""
