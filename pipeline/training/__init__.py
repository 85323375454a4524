"""Training of the entity model from annotated corpora: `make train`."""
