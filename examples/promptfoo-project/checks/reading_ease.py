import re


def get_assert(output, context):
    """Sentences that are not too long."""
    most = context["config"]["most_words_a_sentence"]
    sentences = [part.split() for part in re.split(r"[.;!?]\s", output) if part.strip()]
    longest = max(len(words) for words in sentences)
    return {
        "pass": longest <= most,
        "score": min(1.0, most / longest),
        "reason": f"the longest sentence has {longest} words",
    }
