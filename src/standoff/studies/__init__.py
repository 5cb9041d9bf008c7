"""Many runs and whole areas: parameter designs, workers, sensitivity, footprint, siting and cost."""
