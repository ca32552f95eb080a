"""The same reward as a plugin of ms-swift: --external_plugins swift_reward.py --reward_funcs keychain."""

from reward import keychain_reward
from swift.rewards import ORM, orms


class KeyChain(ORM):
    def __call__(self, completions, accepted_answers, **kwargs):
        return keychain_reward(completions, accepted_answers, kwargs.get("flaws"))


orms["keychain"] = KeyChain
