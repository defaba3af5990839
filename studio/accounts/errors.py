"""What can go wrong with signing in."""


class SignInRefused(Exception):
    """The user name or the password is wrong."""


class LinkRefused(Exception):
    """This sign-in link was used already, has expired, or never existed."""


class TooManyFailures(Exception):
    """Too many failed sign-ins; try again later."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"Too many failed sign-ins. Try again in {wait_s} s.")
        self.wait_s = wait_s


class WeakPassword(Exception):
    """The new password is too easy to guess."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class WrongPassword(Exception):
    """The current password is wrong."""
