"""Records of other systems brought into the catalogue, one module per source."""
