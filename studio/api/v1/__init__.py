"""The wire form of Azure ML SDK v1, translated at the door."""
