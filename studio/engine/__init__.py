"""What happens next: states, plan and the messages between control and compute (pure)."""
