"""Lemmas: pairs of words, written down by kind before they were tried, that are one word or two."""

import pytest
from hypothesis import given, strategies as st

from analysis.lexicons.lists import load_bases, load_function_words, load_irregular, load_spellings
from analysis.text.lemmas import find_lemma

ONE = {
    "plurals": """german germans, frenchman frenchmen, jew jews, negro negroes,
        house houses, horse horses, story stories, lady ladies, monkey monkeys, box boxes, church
        churches, bush bushes, glass glasses, hero heroes, potato potatoes, shoe shoes, toe toes, face faces, page
        pages, judge judges, chorus choruses, bus buses, lens lenses, gas gases, ache aches, tie ties, pie pies,
        cookie cookies, movie movies, sea seas, eye eyes, thought thoughts, chimney chimneys, army armies, bridge
        bridges, nurse nurses, rose roses, cause causes, bruise bruises, tongue tongues, piano pianos, waltz
        waltzes, plague plagues, mouth mouths, path paths, bath baths, mechanism mechanisms""",
    "irregular plurals": """man men, woman women, child children, foot feet, tooth teeth, goose geese, mouse
        mice, ox oxen, wife wives, life lives, knife knives, wolf wolves, leaf leaves, thief thieves, shelf shelves,
        half halves, loaf loaves, calf calves, scarf scarves, penny pence, crisis crises, phenomenon phenomena,
        analysis analyses, gentleman gentlemen, fisherman fishermen, policeman policemen, grandchild grandchildren,
        housewife housewives, footman footmen, roof roofs, chief chiefs, proof proofs""",
    "possessives": """mother mother's, man men's, king king's, lady ladies', child children's, wife wife's,
        story story's""",
    "verbs in -s": """walk walks, try tries, carry carries, watch watches, pass passes, fix fixes, wish
        wishes, love loves, serve serves, seem seems, know knows, go goes, lie lies, die dies, play plays, echo
        echoes, change changes, breathe breathes""",
    "verbs in -ed": """walk walked, hope hoped, hop hopped, plan planned, stop stopped, change changed,
        serve served, arrange arranged, cry cried, carry carried, die died, play played, enjoy enjoyed, fill filled,
        roll rolled, kiss kissed, miss missed, add added, pull pulled, control controlled, prefer preferred, offer
        offered, visit visited, admit admitted, breathe breathed, bathe bathed, value valued, argue argued, free
        freed, agree agreed, tinge tinged, curse cursed, rinse rinsed, dance danced, judge judged, use used, ease
        eased, stare stared, star starred, scrape scraped, scrap scrapped, file filed, panic panicked, entreat
        entreated, remonstrate remonstrated, name named, pose posed, taste tasted, waste wasted, rest rested, like
        liked, long longed, hang hanged, envelop enveloped, develop developed, honor honored, buzz buzzed, quiz
        quizzed, free freed, near neared, echo echoed""",
    "verbs in -ing": """walk walking, hope hoping, hop hopping, sit sitting, set setting, forget forgetting,
        grab grabbing, change changing, ache aching, serve serving, carry carrying, die dying, lie lying, tie tying,
        see seeing, go going, sing singing, bring bringing, swing swinging, breathe breathing, whale whaling, begin
        beginning, fall falling, feel feeling, feel feelings, shine shining, write writing, win winning, wine
        wining, glue gluing, dye dyeing, ski skiing, rob robbing, robe robing, travel traveling, whisper whispering,
        come coming, plead pleading, love loving, live living, dare daring, bar barring""",
    "irregular verbs": """know knew, know known, go went, go gone, see saw, see seen, take took, take taken,
        leave left, feel felt, find found, think thought, bring brought, buy bought, catch caught, teach taught,
        tell told, sell sold, stand stood, understand understood, rise risen, write wrote, write written, speak
        spoke, speak spoken, break broke, choose chose, freeze frozen, begin began, begin begun, sing sang, sing
        sung, drink drank, swim swam, run ran, come came, become became, give gave, give given, eat ate, eat eaten,
        fall fell, fall fallen, grow grew, throw threw, fly flew, draw drew, blow blew, lay laid, pay paid, say
        said, make made, keep kept, sleep slept, weep wept, creep crept, sweep swept, meet met, lead led, read
        reads, build built, send sent, spend spent, lend lent, lose lost, hold held, sit sat, hear heard, light lit,
        shine shone, strike struck, stick stuck, hang hung, fling flung, cling clung, swear swore, wear wore, tear
        tore, bear bore, win won, fight fought, seek sought, forget forgot, forgive forgave, rebuild rebuilt, overdo
        overdone, outgrow outgrew, undo undone, foretell foretold, overhang overhung, mislay mislaid, bless blest,
        learn learnt, dream dreamt, burn burnt, kneel knelt, smite smote""",
    "degrees": """big bigger, big biggest, happy happier, happy happiest, nice nicer, nice nicest, large
        larger, old older, old eldest, good better, good best, bad worse, bad worst, late later, late latest, near
        nearer, near nearest, dear dearest, soon sooner, long longer, pale paler, tender tenderest, handsome
        handsomer, strange strangest, queer queerest, dark darker, wild wilder, thin thinner, lovely loveliest, high
        higher, deep deepest, gray grayer, far farther, clever cleverest, sad saddest""",
    "spellings": """harbor harbour, harbor harbours, gray grey, color coloured, honor honoured, labor
        labour, traveled travelled, travel travelling, realize realised, realize realise, recognize recognising,
        analyze analysed, center centre, theater theatres, plow plough, mold mould, defense defence, neighbor
        neighbours, jewel jewelled, level levelled, label labelled, gray greyer, pajamas pyjamas, jail gaol, program
        programme, skeptical sceptical, wagon waggon, marvel marvelled""",
    "without a g": """walk walkin, go goin, sing singin, nothing nothin, something somethin, hop hoppin,
        hope hopin, morning mornin, talk talkin""",
}  # fmt: skip
TWO = {
    "derivations": """music musician, happy happiness, sad sadly, farm farmer, quick quickly, nation
        national, beauty beautiful, move movement, child childish, friend friendship, king kingdom, teach teacher,
        read reader, strange stranger, sorrow sorrowful, danger dangerous, kind kindness, swim swimmer, act action,
        act actor, rule ruler, wait waiter, pain painful, hope hopeless, rain rainy, sun sunny, wood wooden, gold
        golden, usual usually, real reality, able ability, long length, strong strength, high height, die death,
        live life, believe belief, choose choice, speak speech, travel traveler, lead leader, sing song""",
    "false friends": """universe university, past paste, new news, organ organization, general generous,
        policy police, arm army, wand wander, ten tend, corn corner, mast master, numb number, temp temper, sob
        sober, bed be, red read, see seed, fee feed, even evening, morn morning, king kin, wing win, string stir,
        thing thin, ring rin, hundred hundredth, wick wicked, rug rugged, nak naked, len lens, bu bus, pas pass, las
        last, mas mass, is island, ha has, wa was, animal animate, import important, iron irony, cap captain, port
        portly, ever every, station state, plate pleat, great grate, threat threaten, reverend reverent, body bode,
        change chang, chest che, serve serf, bore board, hop hope, star stare, plan plane, scrap scrape, rob robe,
        bar bare, sings singes, win wine, past pastes, planned planed, mean means, good goods, physic physics,
        specie species, tide tidings, late lately, hard hardly, near nearly, inn inner, form former, hind hinder,
        mod modest, rest restaurant, omen man, begin beg, cabin cab, ruin rue, basin base, robin rob, satin sate,
        coffin cough, napkin nap, bass basis, cap cape, mat mate, fat fate, feud feed, moss most, mis miss, forge
        forget, bough bought, wed wedding, cunning can, ceil ceiling, shill shilling""",
}  # fmt: skip


def split_pairs(kinds: dict[str, str]) -> list[tuple[str, str]]:
    return [tuple(pair.split()) for text in kinds.values() for pair in text.split(",")]


def test_there_are_enough_pairs() -> None:
    assert len(split_pairs(ONE)) + len(split_pairs(TWO)) >= 300
    assert all(len(pair) == 2 for pair in split_pairs(ONE) + split_pairs(TWO))


@pytest.mark.parametrize("kind", ONE)
def test_inflections_and_spellings_are_one_word(kind: str) -> None:
    parted = {pair: tuple(map(find_lemma, pair)) for pair in split_pairs({kind: ONE[kind]})}
    assert not {pair: found for pair, found in parted.items() if found[0] != found[1]}


@pytest.mark.parametrize("kind", TWO)
def test_derivations_and_false_friends_are_two(kind: str) -> None:
    joined = {pair: find_lemma(pair[0]) for pair in split_pairs({kind: TWO[kind]})}
    assert not {pair: lemma for pair, lemma in joined.items() if lemma == find_lemma(pair[1])}


@given(
    st.sampled_from(
        sorted(load_bases("n") | load_bases("v") | load_bases("a") | set(load_irregular()) | set(load_spellings()))
    )
)
def test_a_lemma_is_its_own_lemma(word: str) -> None:
    assert find_lemma(find_lemma(word)) == find_lemma(word)


@given(st.text(max_size=12))
def test_any_text_has_a_lemma_of_its_own_letters_or_of_the_lists(word: str) -> None:
    assert find_lemma(word) or not word.strip("'s")


def test_function_words_are_their_own_lemmas() -> None:
    assert all(find_lemma(word) == word for word in load_function_words())
