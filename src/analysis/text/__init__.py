"""Text: files become stories, stories sentences, sentences words. Every analysis stands on this one segmentation."""
