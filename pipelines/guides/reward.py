"""The reward of `score --rule loongrl`, for trainers; standard library only.

verl      reward.custom_reward_function.path=reward.py   (compute_score)
TRL       --reward_funcs reward.keychain_reward
ms-swift  swift_reward.py beside this file
"""

# Punctuation that becomes a blank; `_`, `~` and the back-quote stay.
BLANKS = str.maketrans({mark: " " for mark in ",.:\"'[]-=+\\|!@#$%^&*();<>?/{}！￥…（）—：”“《》？"})


def last_box(text):
    """What stands in the last \\boxed{}, braces balanced; None where there is none."""
    start = text.rfind("\\boxed ")
    if start >= 0:
        return text[start + len("\\boxed ") :].split("$")[0]
    start = text.rfind("\\boxed")
    opening = start + len("\\boxed")
    if start < 0 or not text.startswith("{", opening):
        return None
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return text[opening + 1 : at]
    return None


def normalize(text):
    return " ".join(text.lower().translate(BLANKS).split())


def reward(text, answers):
    """1.0 if one of the answers stands in the last box, else 0.0."""
    box = last_box(text)
    if box is None:
        return 0.0
    said = normalize(box)
    # An answer of which nothing is left, such as "?", would stand in every box.
    wanted = filter(None, map(normalize, answers))
    return float(any(answer in said for answer in wanted))


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    """verl: `ground_truth` is the list of accepted answers."""
    return reward(solution_str, ground_truth)


def keychain_reward(completions, accepted_answers, **kwargs):
    """TRL: completions are conversations of one message, or texts."""
    texts = [each if isinstance(each, str) else each[-1]["content"] for each in completions]
    return [reward(text, answers) for text, answers in zip(texts, accepted_answers)]
