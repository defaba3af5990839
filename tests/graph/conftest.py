"""Property tests judge what is true, not how fast a busy machine finds it out."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
