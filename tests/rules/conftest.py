"""How hard the properties are tried: enough to find what is wrong, few enough to be run after every change."""

import os

from hypothesis import HealthCheck, settings

_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("quick", _CALM, max_examples=40)
settings.register_profile("long", _CALM, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
