"""What a run says of itself: noise floors, controls, twins, and which readings that leaves in doubt."""
