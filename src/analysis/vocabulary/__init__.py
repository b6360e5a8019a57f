"""What words and phrasings do two stories share, and which set them apart?"""
