"""A book of twelve chapters with all that formats keep and leave out, to be made into files of each (see making.py)."""

SOURCE = """
= The Keeper of the Light | Ada Reed | 1899 | en-GB

# Chapter I

The light stood on the rock, a mile from the shore. Nobody went there in winter.
"Who keeps it now?" asked the boy{note:The boy is not named in the manuscript.}. His mother did not answer.
She looked at the sea for {del:a very short}{ins:a long} time. Then she took his hand.

# Chapter II

Old Mr. Hale kept the light. He had kept it for thirty years, and he was tired.
He wrote a line in his book every {page:3}evening: the wind, the sea, the ships.
> Wind from the north-west. Sea high. No ships. I have not slept, and the lamp smokes.
"That is all there is to say," he said to the cat.

# Chapter III. The Song

The boy’s mother sang while she worked. He knew the song by heart:
| The light is out, the light is out, / The ships are on the sea, / And who will bring him home to port, / And who to me?
She stopped when she saw him at the door. “Go to bed,” she said.

# Chapter IV

In March the supply boat did not come{note:There were two such boats.}. It did not come in April.
{i:Something is wrong}, wrote Mr. Hale; {comment:Is this the right date?}he wrote it twice.
The cat caught a gull & ate it. There were 3 < 4 candles left.

# Chapter V

The boy took his father’s boat. He rowed from six o’clock until noon—a hard {page:7}row, against the tide.
"Halloa!" he cried. "Is anybody there?"
Nobody answered. The door was open, and the stairs were wet.

# Chapter VI. The Stairs

There were two hundred and eleven steps. He counted them aloud.
At the top he found the old man, {del:asleep}{ins:awake} and very thin. “You’re late,” said Mr. Hale.

# Chapter VII

They ate what the boy had brought: bread, cheese, {ins:half an apple, }a cold potato.
“I saw you coming,” said the old man. “I thought you were a seal.”
The café in the harbour was closed, the boy told him; the naïve young waiter had gone to sea.

# Chapter VIII

That night the lamp would not burn. The oil was bad{note:Whale oil, by then, was dear.}.
| Oh, burn, my lamp, and show the way, / For night is dark and deep, / And they that sail upon the sea / Have nobody to keep.
The boy said the words over and over, as one says a prayer.

# Chapter IX. A Ship

At two o’clock they saw a ship. She was too near the rock.
> To whoever finds this. We lit a fire on the gallery, of the table and the chairs. It was all that we had.
Mr. Hale folded the paper and put it into a bottle. He did not throw it.

# Chapter X

The fire burned {i:until morning}. The ship turned, slowly, and went by.
"They never knew," said the boy.
"They never do," said Mr. Hale. {comment:A better ending?}He laughed for the first time in years.

# Chapter XI

In May the boat came with oil, flour and letters. There was a new keeper in it{page:15}, a young man with a red beard.
Mr. Hale showed him the lamp, the book, the cat.

# Chapter XII. The Shore

He lives in the house by the harbour now. From his window he can see the light.
“It is a good light,” he says to the cat. “It wants{del: a lot of} trimming.”
And every evening he writes a line in his book.
"""
