"""Text: files become stories, stories sentences, sentences words. Every analysis uses this one segmentation."""
