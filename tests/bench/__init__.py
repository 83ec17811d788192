"""`make bench`: figures that compare two things in one run. Machines differ and are noisy: the ratio is the figure."""
