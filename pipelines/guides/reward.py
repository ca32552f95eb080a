"""The reward of `score --rule loongrl`, for trainers; standard library only.

Rows that `export` flags `any-of-several` (needles of which several values are asked for) are judged as
`score --rule all-of` does, so that a mixture needs no other reward.

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


def reward_of_all(text, answers):
    """1.0 if all of the answers stand behind the thoughts, else 0.0."""
    thoughts, end, said = text.rpartition("</think>")
    # A thought that has no end is no answer.
    if not answers or (not end and "<think>" in text):
        return 0.0
    said, *wanted = (" ".join(each.lower().split()) for each in [said, *answers])
    return float(all(answer and answer in said for answer in wanted))


def reward_for(flaws):
    return reward_of_all if "any-of-several" in (flaws or "") else reward


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    """verl: `ground_truth` is the list of accepted answers."""
    return reward_for((extra_info or {}).get("flaws"))(solution_str, ground_truth)


def keychain_reward(completions, accepted_answers, flaws=None, **kwargs):
    """TRL: completions are conversations of one message, or texts."""
    texts = [each if isinstance(each, str) else each[-1]["content"] for each in completions]
    rows = zip(texts, accepted_answers, flaws or [""] * len(texts))
    return [reward_for(flaw)(text, answers) for text, answers, flaw in rows]
