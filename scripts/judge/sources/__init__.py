"""Sources beside the article: what their claims compare, what they lack, and their effects in a sentence."""
