"""How an action says no: nothing is changed, and each wrong argument has a sentence."""


class ChangeRefused(Exception):
    """The change cannot be made. `problems` has a sentence for each wrong argument, by its name.

    The name "" is for a problem of the whole change. Forms show each sentence at its field.
    """

    def __init__(self, problems: dict[str, str] | str) -> None:
        self.problems = {"": problems} if isinstance(problems, str) else problems
        super().__init__(" ".join(self.problems.values()))
