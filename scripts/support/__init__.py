"""What several packages need and that belongs to none of them."""
